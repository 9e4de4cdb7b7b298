package dev.sluice.api;

import dev.sluice.api.edge.EdgeSources;
import dev.sluice.api.events.EventRoutes;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.RequestServices;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.identity.IdentityRoutes;
import dev.sluice.api.identity.IdentityServices;
import dev.sluice.api.live.LiveServices;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.api.ops.Health;
import dev.sluice.api.ops.ReadinessCheck;
import dev.sluice.api.pages.PublicVideos;
import dev.sluice.api.profile.ProfileRoutes;
import dev.sluice.api.upload.UploadRoutes;
import dev.sluice.api.video.VideoRoutes;
import dev.sluice.api.video.VideoServices;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.api.ws.SocketSettings;
import dev.sluice.api.ws.VideoProgress;
import dev.sluice.engine.testing.UploadRig;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import dev.sluice.identity.fakes.IdentityRig;
import dev.sluice.identity.limit.TierLimits;
import dev.sluice.testing.MutableClock;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real server on a free loopback port over fakes, and a client for it. */
final class ServerUnderTest implements AutoCloseable {
    static final String API_KEY = "test-key-0123456789";
    static final Instant NOW = Instant.parse("2025-10-01T12:00:00.250Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    final FakeStreams streams = new FakeStreams();
    final FakeStreamChat chat = new FakeStreamChat();
    final FakeAssets assets = new FakeAssets();
    final FakeEdge edge = new FakeEdge();
    final FakeFilms films = new FakeFilms();
    final FakeObjects objects = new FakeObjects();
    final FakeSubtitles subtitles = new FakeSubtitles(assets);
    final FakeThumbnails thumbnails = new FakeThumbnails(assets);
    final UploadRig uploads;
    final FakeWebhooks webhooks = new FakeWebhooks();
    final ViewerMeter viewers = new ViewerMeter(Clock.systemUTC());
    final ConcurrentLinkedQueue<String> blockedThreads = new ConcurrentLinkedQueue<>();
    final MutableClock clock = new MutableClock(NOW);
    final PlaybackPasses passes = new PlaybackPasses("secret of the test", clock);
    final FakeAuditLog audit = new FakeAuditLog();
    /** Without limits unless a test sets others. */
    volatile RequestLimiter limiter = (who, tier, cost) -> TierLimits.unlimited(NOW);

    final IdentityRig identity = new IdentityRig(clock);
    volatile Authenticator authenticator = new OneKey(identity.authenticator);
    final Set<String> failingChecks = ConcurrentHashMap.newKeySet();
    final Map<String, Principal> others = new ConcurrentHashMap<>();
    final SocketsUnderTest sockets;
    final ApiServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServerUnderTest() throws IOException {
        this(settings -> settings);
    }

    ServerUnderTest(UnaryOperator<ApiSettings> change) throws IOException {
        this(change, SocketSettings.DEFAULTS);
    }

    ServerUnderTest(UnaryOperator<ApiSettings> change, SocketSettings socketSettings) throws IOException {
        uploads = new UploadRig(clock);
        sockets = new SocketsUnderTest(
                streams, viewers, new VideoProgress(uploads.uploads, assets, assets, clock), clock, socketSettings);
        ApiSettings settings = change.apply(new ApiSettings(
                "127.0.0.1",
                /* port= */ 0,
                /* publicUrl= */ null,
                /* rtmpPublicUrl= */ null,
                /* trustForwardedHeaders= */ false,
                /* rtmpPort= */ 1935,
                /* eventLoops= */ 2,
                List.of("*"),
                ApiSettings.DEFAULT_MAX_CONNECTIONS));
        List<RouteGroup> allGroups = new ArrayList<>(sockets.groups);
        allGroups.add(new IdentityRoutes(new IdentityServices(
                identity.accounts,
                identity.logins,
                identity.twoFactor,
                identity.security,
                identity.apiKeys,
                identity.accessTokens,
                identity.signingKeys)));
        allGroups.add(new EventRoutes(webhooks, webhooks, webhooks, new AddressGuard(false), clock));
        allGroups.add(new VideoRoutes(new VideoServices(
                assets, assets, new FakeCuts(), subtitles, thumbnails, assets, identity.accountRows, passes, clock)));
        allGroups.add(new PublicVideos(assets, passes, clock));
        allGroups.add(new ProfileRoutes(new FakePreview(), assets));
        allGroups.add(
                new UploadRoutes(uploads.uploads, new AddressGuard(false), new CorsPolicy(settings.corsOrigins())));
        RequestServices requests = new RequestServices(
                (authorization, apiKey) -> authenticator.authenticate(authorization, apiKey),
                (who, tier, cost) -> limiter.take(who, tier, cost),
                new FakeIdempotencyStore(),
                audit);
        ApiServices services = new ApiServices(
                new LiveServices(streams, edge, viewers, chat, passes),
                new EdgeSources(objects, films, new FakeViewable(streams, assets)),
                requests,
                sockets.meters,
                List.of(new Check("database"), new Check("s3")),
                allGroups,
                clock);
        server = new ApiServer(settings, services);
        ((VertxInternal) server.vertx())
                .blockedThreadChecker()
                .setThreadBlockedHandler(
                        event -> blockedThreads.add(event.thread().getName()));
        server.start();
    }

    /** Makes somebody whose API key is their name, with {@code -key}. */
    Principal person(String tenant, String name, Role role) {
        Principal person =
                new Principal(tenant, PrincipalKind.ACCOUNT, name + "-id", name, role, role.scopes(), Tier.FREE);
        others.put(name + "-key", person);
        return person;
    }

    SocketClient socket(String query) {
        return new SocketClient(URI.create("ws://127.0.0.1:" + server.port() + "/ws" + query));
    }

    /** A socket of somebody who was made with {@link #person}. */
    SocketClient socketOf(String name) throws InterruptedException {
        SocketClient client = socket("");
        client.send("{\"type\":\"authenticate\",\"token\":\"" + name + "-key\"}");
        client.next("authenticated");
        return client;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, null, headers);
    }

    HttpResponse<String> getKeyed(String path) throws IOException, InterruptedException {
        return send("GET", path, null, "X-API-Key", API_KEY);
    }

    HttpResponse<String> postKeyed(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json, "X-API-Key", API_KEY, "Content-Type", "application/json");
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(method, path, null, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).method(method, publisher);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.build();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private final class Check implements ReadinessCheck {
        private final String name;

        Check(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Health check() throws IOException {
            if (failingChecks.contains(name)) {
                throw new IOException(name + " is away");
            }
            return Health.HEALTHY;
        }
    }

    /** One key of its own, those that a test adds, and beside them all credentials that identity knows. */
    private final class OneKey implements Authenticator {
        private final Authenticator known;

        OneKey(Authenticator known) {
            this.known = known;
        }

        @Override
        public Principal authenticate(@Nullable String authorization, @Nullable String apiKey)
                throws AuthenticationException {
            if (!Thread.currentThread().isVirtual()) {
                throw new IllegalStateException("a blocking call on " + Thread.currentThread());
            }
            Principal other = apiKey == null ? null : others.get(apiKey);
            if (other != null) {
                return other;
            }
            if (!API_KEY.equals(apiKey)) {
                return known.authenticate(authorization, apiKey);
            }
            return new Principal(
                    Principal.DEFAULT_TENANT,
                    PrincipalKind.API_KEY,
                    "6a0f4d3e-7d8c-4e53-9b8e-0c1f2a3b4c5d",
                    "test",
                    Role.ADMIN,
                    Role.ADMIN.scopes(),
                    Tier.ENTERPRISE);
        }
    }
}
