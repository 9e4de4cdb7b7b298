package dev.sluice.api.http;

/** The work of one method of one resource. Runs on a virtual thread and may block; safe for use by many threads. */
@FunctionalInterface
public interface ApiHandler {
    /**
     * Answers, or throws: {@link ApiException} for an error answer, anything else as {@link ErrorAnswers} maps it.
     *
     * @throws Exception any failure
     */
    ApiResponse handle(ApiRequest request) throws Exception;
}
