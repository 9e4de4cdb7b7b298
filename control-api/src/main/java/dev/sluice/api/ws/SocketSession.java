package dev.sluice.api.ws;

import dev.sluice.api.chat.UserIds;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.LogTrace;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.chat.TokenBucket;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. What the client sends is worked on one message after the other, on the socket's event loop where it is
 * quick and on a virtual thread where it blocks; the socket is not read meanwhile. What others send to it may come from
 * any thread.
 */
final class SocketSession {
    private static final Logger log = LoggerFactory.getLogger(SocketSession.class);
    private static final int MISSED_PONGS = 2;
    private static final int REFUSALS_AT_ONCE = 20;
    private static final long NANOS_PER_MS = 1_000_000;

    private final ServerWebSocket socket;
    private final Context context;
    private final SocketHub hub;
    private final SocketWork work;
    private final VirtualCalls calls;
    private final Authenticator authenticator;
    private final SocketOutbox outbox;
    private final EventGate gate;
    private final TokenBucket rate;
    private final TokenBucket refusals;
    private final Set<Topic> topics = new HashSet<>(4); // Guarded by itself.

    private volatile @Nullable Principal principal;
    private volatile @Nullable Credential credential;
    private volatile boolean closed;
    private int slot;
    private int missedPongs; // Of the event loop.

    SocketSession(
            ServerWebSocket socket,
            Context context,
            SocketHub hub,
            SocketWork work,
            VirtualCalls calls,
            Authenticator authenticator,
            SocketSettings settings) {
        this.socket = socket;
        this.context = context;
        this.hub = hub;
        this.work = work;
        this.calls = calls;
        this.authenticator = authenticator;
        this.outbox = new SocketOutbox(socket, context, settings, this::overflow);
        this.gate = new EventGate(outbox::offer);
        int perSecond = settings.messagesPerSecond();
        this.rate = new TokenBucket(perSecond, 2 * perSecond, nowMs());
        this.refusals = new TokenBucket(1, REFUSALS_AT_ONCE, nowMs());
    }

    /**
     * On the event loop, once.
     *
     * @param sent the credential that came with the upgrade, null when none did
     * @param trace of the upgrade, for what this socket's messages log
     */
    void begin(@Nullable Credential sent, LogTrace trace) {
        hub.enter(this);
        socket.textMessageHandler(text -> trace.during(() -> onText(text)));
        socket.binaryMessageHandler(bytes -> close(CloseCode.NOT_TEXT, "text messages only"));
        socket.pongHandler(pong -> missedPongs = 0);
        socket.exceptionHandler(failure -> {
            trace.during(() -> log.debug("socket of {}: {}", name(), failure.toString()));
            close(CloseCode.PROTOCOL, "malformed or too long");
        });
        socket.closeHandler(gone -> {
            closed = true;
            outbox.stop();
            Thread.ofVirtual().name("socket-leaves").start(() -> hub.leave(this));
        });
        if (sent != null) {
            trace.during(() -> authenticate(sent));
        }
    }

    int slot() {
        return slot;
    }

    void slot(int number) {
        slot = number;
    }

    EventGate gate() {
        return gate;
    }

    /** Never blocks, nothing comes of it when the socket is closed. */
    void offer(OutMessage message) {
        outbox.offer(message);
    }

    boolean listensTo(Topic topic) {
        synchronized (topics) {
            return topics.contains(topic);
        }
    }

    /**
     * Begins to listen. Blocks; holds this socket's own lock meanwhile, which the event loop never takes for long.
     *
     * @return false when it listened already
     * @throws ApiException when it listens to too much
     */
    boolean join(Topic topic, boolean whole, int max) {
        synchronized (this) {
            if (listensTo(topic)) {
                return false;
            }
            if (count() >= max) {
                throw ApiException.invalidRequest("A socket may have " + max + " subscriptions.");
            }
            if (closed) {
                return false;
            }
            if (topic.hasEvents()) {
                gate.add(topic, whole);
            }
            synchronized (topics) {
                topics.add(topic);
            }
            try {
                hub.join(this, topic);
            } catch (RuntimeException failure) {
                forget(topic);
                throw failure;
            }
            return true;
        }
    }

    /** May block. */
    void part(Topic topic) {
        synchronized (this) {
            if (forget(topic)) {
                hub.part(this, topic);
            }
        }
    }

    /** After the end. May block. */
    void dropAll(SocketHub from) {
        synchronized (this) {
            Set<Topic> all;
            synchronized (topics) {
                all = Set.copyOf(topics);
                topics.clear();
            }
            all.forEach(topic -> from.part(this, topic));
        }
    }

    Set<Topic> topics() {
        synchronized (topics) {
            return Set.copyOf(topics);
        }
    }

    /** By the hub: pings, and gives up on who does not answer. */
    void heartbeat() {
        context.runOnContext(turn -> {
            if (closed) {
                return;
            }
            if (missedPongs >= MISSED_PONGS) {
                close(CloseCode.GOING_AWAY, "no answer to pings");
                return;
            }
            missedPongs++;
            socket.writePing(Buffer.buffer()); // A failure closes the socket, whose close handler cleans up.
        });
    }

    /** By the hub: nobody knows who this is, and time is up. */
    void isLate() {
        context.runOnContext(turn -> {
            if (principal == null) {
                ApiException missing = ApiException.unauthenticated(new AuthenticationException(
                        AuthenticationException.Problem.MISSING, "No credential came in time."));
                closeWith(missing, CloseCode.CREDENTIAL);
            }
        });
    }

    /** By the hub: the credential may have expired, been revoked or changed. Blocks. */
    void proveAgain() {
        Credential known = credential;
        Principal before = principal;
        if (known == null || before == null || closed) {
            return;
        }
        try {
            if (!sameRights(before, known.prove(authenticator))) {
                expire("The credential's rights have changed; connect again.");
            }
        } catch (AuthenticationException refused) {
            expire("The credential is no longer valid.");
        }
    }

    private void expire(String message) {
        ApiException error = ApiException.unauthenticated(
                new AuthenticationException(AuthenticationException.Problem.EXPIRED, message));
        context.runOnContext(turn -> closeWith(error, CloseCode.CREDENTIAL));
    }

    private void onText(String text) {
        if (closed) {
            return;
        }
        long waitMs = rate.take(nowMs());
        if (waitMs > 0) {
            refuse(ApiException.rateLimited("Too many messages.", (waitMs + 999) / 1000), new JsonObject());
            return;
        }
        Inbound message;
        try {
            message = Inbound.parse(text);
        } catch (ApiException malformed) {
            refuse(malformed, new JsonObject());
            return;
        }
        handle(message);
    }

    private void handle(Inbound message) {
        Principal caller = principal;
        if (message instanceof Inbound.Ping) {
            offer(Messages.pong());
        } else if (message instanceof Inbound.Authenticate authenticate) {
            authenticate(Credential.ofToken(authenticate.token()));
        } else if (caller == null) {
            refuse(
                    ApiException.unauthenticated(new AuthenticationException(
                            AuthenticationException.Problem.MISSING, "Authenticate first.")),
                    new JsonObject());
        } else {
            JsonObject about = SocketWork.about(message);
            await(
                    () -> {
                        work.run(this, caller, message);
                        return message;
                    },
                    failure -> refuse(errorOf(failure), about));
        }
    }

    private void authenticate(Credential sent) {
        await(
                () -> {
                    Principal proven = sent.prove(authenticator);
                    Principal before = principal;
                    if (before != null && !sameUser(before, proven)) {
                        throw new AuthenticationException(
                                AuthenticationException.Problem.INVALID, "This socket belongs to another user.");
                    }
                    principal = proven;
                    credential = sent;
                    hub.known(this);
                    offer(Messages.authenticated(proven));
                    return proven;
                },
                failure -> {
                    if (failure instanceof AuthenticationException refused) {
                        closeWith(ApiException.unauthenticated(refused), CloseCode.CREDENTIAL);
                    } else {
                        refuse(errorOf(failure), new JsonObject());
                    }
                });
    }

    /** Works on something that blocks; the socket is not read meanwhile. */
    private void await(Callable<?> blocking, Consumer<Throwable> failed) {
        socket.pause();
        calls.call(blocking).onComplete(outcome -> {
            if (outcome.failed()) {
                failed.accept(outcome.cause());
            }
            if (!closed) {
                socket.resume();
            }
        });
    }

    private void refuse(ApiException error, JsonObject about) {
        if (refusals.take(nowMs()) > 0) {
            closeWith(ApiException.rateLimited("Too many messages in vain.", 1), CloseCode.TOO_MANY_MESSAGES);
        } else {
            offer(Messages.error(error, about));
        }
    }

    private ApiException errorOf(Throwable failure) {
        return switch (failure) {
            case ApiException error -> error;
            case RepositoryException lost -> {
                log.warn("A message of {} failed: the database did not answer", name(), lost);
                yield ApiException.unavailable("The database is not available.");
            }
            case TimeoutException late -> ApiException.unavailable("The message took too long.");
            default -> {
                log.error("A message of {} failed", name(), failure);
                yield ApiException.internal();
            }
        };
    }

    private void overflow() {
        hub.tooSlow();
        context.runOnContext(turn -> close(CloseCode.TOO_SLOW, "reads too slowly"));
    }

    /** On the event loop. */
    private void closeWith(ApiException last, CloseCode code) {
        if (!closed) {
            outbox.stop();
            socket.writeTextMessage(Messages.error(last, new JsonObject()).text());
            close(code, last.code());
        }
    }

    private void close(CloseCode code, String reason) {
        if (!closed) {
            closed = true;
            outbox.stop();
            socket.resume(); // So that the other side's close is read.
            socket.close(code.code(), reason);
        }
    }

    private int count() {
        synchronized (topics) {
            return topics.size();
        }
    }

    private boolean forget(Topic topic) {
        gate.remove(topic);
        synchronized (topics) {
            return topics.remove(topic);
        }
    }

    private String name() {
        Principal known = principal;
        return known == null ? "a stranger" : UserIds.of(known);
    }

    private static boolean sameUser(Principal one, Principal other) {
        return one.tenant().equals(other.tenant()) && one.ownerId().equals(other.ownerId());
    }

    private static boolean sameRights(Principal one, Principal other) {
        return sameUser(one, other)
                && one.role() == other.role()
                && one.scopes().equals(other.scopes());
    }

    private static long nowMs() {
        return System.nanoTime() / NANOS_PER_MS;
    }
}
