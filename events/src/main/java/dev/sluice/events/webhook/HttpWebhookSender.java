package dev.sluice.events.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 by Apache's client, whose resolver is {@link AddressGuard}: the address that was checked is the one that is
 * connected to, while TLS and the Host header go by the name. No redirects, no retries, no cookies, no proxy, no
 * connection kept; an answer is read up to {@value #MAX_ANSWER_BYTES} bytes. Any thread; names are resolved on the
 * caller's, which platform threads take better than virtual ones.
 */
public final class HttpWebhookSender implements WebhookSender {
    static final int MAX_ANSWER_BYTES = 16 * 1024;
    static final int EXCERPT_CHARACTERS = 1024;

    private static final Logger log = LoggerFactory.getLogger(HttpWebhookSender.class);
    private static final String USER_AGENT = "Sluice-Webhooks/1.0";
    private static final ScopedValue<Long> DEADLINE_NS = ScopedValue.newInstance();

    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines;
    private final Duration totalTimeout;
    private final Clock clock;

    /**
     * @param totalTimeout from the resolution of the name to the end of the answer
     * @param maxConnections at the same time
     */
    public HttpWebhookSender(
            AddressGuard guard, Duration connectTimeout, Duration totalTimeout, int maxConnections, Clock clock) {
        this.totalTimeout = totalTimeout;
        this.clock = clock;
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("webhook-deadlines").daemon().factory());
        this.client = GuardedClients.create(
                host -> resolveInTime(guard, host), USER_AGENT, connectTimeout, totalTimeout, maxConnections);
    }

    @Override
    public Result send(String url, Map<String, String> headers, byte[] body) {
        URI target;
        try {
            target = new URI(url);
        } catch (URISyntaxException malformed) {
            return Result.failure("The URL is not valid.");
        }
        HttpPost request = new HttpPost(target);
        headers.forEach(request::setHeader);
        request.setHeader("Accept", "*/*");
        request.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
        Future<?> deadline = deadlines.schedule(request::cancel, totalTimeout.toMillis(), TimeUnit.MILLISECONDS);
        long deadlineNs = System.nanoTime() + totalTimeout.toNanos();
        try {
            return ScopedValue.where(DEADLINE_NS, deadlineNs).call(() -> exchange(target, request));
        } catch (IOException failure) {
            return Result.failure(describe(failure, request.isCancelled()));
        } catch (RuntimeException failure) {
            return Result.failure("The request could not be made: " + failure.getMessage());
        } finally {
            deadline.cancel(false);
        }
    }

    /** The status is what counts: a body that is cut off or never ends does not make a 2xx a failure. */
    private Result exchange(URI target, HttpPost request) throws IOException {
        HttpHost host = new HttpHost(target.getScheme(), target.getHost(), target.getPort());
        ClassicHttpResponse response = client.executeOpen(host, request, null);
        try {
            Header retryAfter = response.getFirstHeader("Retry-After");
            return new Result(
                    response.getCode(),
                    excerpt(response.getEntity()),
                    null,
                    retryAfter == null ? null : RetryAfter.parse(retryAfter.getValue(), clock.instant()));
        } finally {
            // Closing an unread answer would read it to its end, so the connection is cut first.
            request.cancel();
            Closer.closeQuietly(response);
        }
    }

    private static String excerpt(@Nullable HttpEntity entity) {
        byte[] start = new byte[MAX_ANSWER_BYTES];
        int length = entity == null ? 0 : fill(start, entity);
        String text = new String(start, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        int characters = Math.min(EXCERPT_CHARACTERS, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static int fill(byte[] start, HttpEntity entity) {
        int length = 0;
        try {
            InputStream content = entity.getContent();
            for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0)) {
                read = content.read(start, length, start.length - length);
            }
        } catch (IOException cut) {
            log.debug("An answer's body ended early: {}", cut.toString());
        }
        return length;
    }

    private String describe(IOException failure, boolean cancelled) {
        if (failure instanceof AddressGuard.BlockedAddressException blocked) {
            return blocked.getMessage() + ".";
        }
        if (cancelled) {
            return "No whole answer within " + totalTimeout.toSeconds() + " s.";
        }
        return switch (failure) {
            case UnknownHostException _ -> "The host's name cannot be resolved.";
            case ConnectTimeoutException _ -> "No connection in time.";
            case SocketTimeoutException _ -> "No whole answer within " + totalTimeout.toSeconds() + " s.";
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            default -> "The exchange failed: " + failure.getMessage();
        };
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }

    private static InetAddress[] resolveInTime(AddressGuard guard, String host) throws UnknownHostException {
        InetAddress[] addresses = guard.resolve(host);
        if (System.nanoTime() - DEADLINE_NS.get() > 0) {
            throw new UnknownHostException(host + " was resolved too late");
        }
        return addresses;
    }
}
