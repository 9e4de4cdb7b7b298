package dev.sluice.api.upload;

import dev.sluice.engine.upload.PullClient;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.GuardedClients;
import dev.sluice.events.webhook.TargetUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;

/**
 * HTTP/1.1 by Apache's client, whose resolver is the {@link AddressGuard} of webhooks: the address that was checked is
 * the one that is connected to. Redirects are followed here, each held to the same rules. No proxy, no cookies, no
 * decompression. Bounded in the time for a byte and for the whole.
 */
public final class GuardedPullClient implements PullClient, AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final int OK = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BYTE_TIMEOUT = Duration.ofSeconds(30);
    private static final String USER_AGENT = "Sluice-Pull/1.0";

    private final AddressGuard guard;
    private final Duration totalTimeout;
    private final CloseableHttpClient client;

    /** @param totalTimeout for one file */
    public GuardedPullClient(AddressGuard guard, Duration totalTimeout, int maxConnections) {
        this.guard = guard;
        this.totalTimeout = totalTimeout;
        this.client = GuardedClients.create(guard::resolve, USER_AGENT, CONNECT_TIMEOUT, BYTE_TIMEOUT, maxConnections);
    }

    @Override
    public Pulled open(String url) throws IOException {
        String target = url;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            Optional<String> problem = TargetUrl.problem(target, guard);
            if (problem.isPresent()) {
                throw new IOException("The URL is not allowed. " + problem.get());
            }
            URI uri = URI.create(target);
            HttpGet request = new HttpGet(uri);
            request.setHeader("Accept-Encoding", "identity");
            ClassicHttpResponse response =
                    client.executeOpen(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), request, null);
            if (response.getCode() == OK && response.getEntity() != null) {
                return new File(request, response, response.getEntity(), totalTimeout);
            }
            Header location = response.getFirstHeader("Location");
            int status = response.getCode();
            request.cancel();
            Closer.closeQuietly(response);
            if (!REDIRECTS.contains(status) || location == null) {
                throw new IOException("The server answered with status " + status + ".");
            }
            target = resolved(uri, location.getValue());
        }
        throw new IOException("There were more than " + MAX_REDIRECTS + " redirects.");
    }

    private static String resolved(URI base, String location) throws IOException {
        try {
            return base.resolve(location).toString();
        } catch (IllegalArgumentException malformed) {
            throw new IOException("The server redirects to what is no URL.", malformed);
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static final class File implements Pulled {
        private final HttpGet request;
        private final ClassicHttpResponse response;
        private final HttpEntity entity;
        private final InputStream content;
        private final long deadlineNs;

        File(HttpGet request, ClassicHttpResponse response, HttpEntity entity, Duration totalTimeout)
                throws IOException {
            this.request = request;
            this.response = response;
            this.entity = entity;
            this.content = entity.getContent();
            this.deadlineNs = System.nanoTime() + totalTimeout.toNanos();
        }

        @Override
        public long sizeBytes() {
            return entity.getContentLength();
        }

        /** Waits as long as the client does: the lease is kept by another thread. */
        @Override
        public int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new SocketTimeoutException("The file took too long.");
            }
            return content.read(target, offset, lengthBytes);
        }

        @Override
        public void close() {
            // Closing an unread answer would read it to its end, so the connection is cut first.
            request.cancel();
            Closer.closeQuietly(response);
        }
    }
}
