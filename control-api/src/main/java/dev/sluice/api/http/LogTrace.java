package dev.sluice.api.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Which request a thread works for, as the diagnostic context of whatever it logs meanwhile. Event loops and virtual
 * threads carry it only during the work; immutable, so it may go from thread to thread with the work.
 */
public final class LogTrace {
    static final String REQUEST_ID = "request_id";
    static final String CORRELATION_ID = "correlation_id";

    private final @Nullable Map<String, String> names;

    private LogTrace(@Nullable Map<String, String> names) {
        this.names = names;
    }

    /** @param correlationId null when the client has none, or the same as the request's id */
    static LogTrace of(String requestId, @Nullable String correlationId) {
        return new LogTrace(
                correlationId == null || correlationId.equals(requestId)
                        ? Map.of(REQUEST_ID, requestId)
                        : Map.of(REQUEST_ID, requestId, CORRELATION_ID, correlationId));
    }

    /** Of the work that this thread does now. */
    public static LogTrace current() {
        return new LogTrace(MDC.getCopyOfContextMap());
    }

    /** Does the work; the thread then carries what it carried before. */
    public void during(Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        carry(names);
        try {
            work.run();
        } finally {
            carry(before);
        }
    }

    private static void carry(@Nullable Map<String, String> names) {
        if (names == null || names.isEmpty()) {
            MDC.clear();
        } else {
            MDC.setContextMap(names);
        }
    }
}
