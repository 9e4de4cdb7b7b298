package dev.sluice.api.http;

/** As {@link ApiHandler}, for a request whose body is read as it comes, or not at all. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Answers, or throws. What is left of the body then is not read: the connection is closed after the answer.
     *
     * @param request with an empty body
     * @throws Exception any failure
     */
    ApiResponse handle(ApiRequest request, BodyStream body) throws Exception;
}
