package dev.sluice.rtmp.session;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Ingest;
import dev.sluice.engine.live.Publication;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishRequest;
import dev.sluice.engine.live.PublisherConnection;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.ControlMessages;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one client: connect, createStream, publish, media, unpublish (RTMP 1.0 section 7.2). Translates commands
 * to calls of the engine's ingest port and its answers to statuses; knows nothing of sockets.
 *
 * <p>Not thread-safe: owned by the connection's event loop, but for {@link #disconnect}, which any thread may call.
 */
final class RtmpPublishSession implements PublisherConnection {
    private static final Logger logger = LoggerFactory.getLogger(RtmpPublishSession.class);

    private static final int MAX_MESSAGE_STREAMS = 16;
    private static final Duration AUTHORISATION_GUARD = Duration.ofSeconds(15);
    private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final int CHECKS_PER_TIMEOUT = 4;
    private static final String PROTOCOL = "rtmp";

    private final ClientLink link;
    private final Ingest ingest;
    private final SessionSettings settings;
    private final RtmpCounters counters;
    private final SessionTimer timer;

    private Phase phase = Phase.NEW;
    private int lastMessageStreamId;
    private int publishStreamId;
    private String userAgent = "";
    private @Nullable PublisherFeed feed;

    private enum Phase {
        NEW,
        CONNECTED,
        AUTHORISING,
        PUBLISHING,
        OVER
    }

    RtmpPublishSession(ClientLink link, Ingest ingest, SessionSettings settings, RtmpCounters counters) {
        this.link = link;
        this.ingest = ingest;
        this.settings = settings;
        this.counters = counters;
        this.timer = new SessionTimer(link.eventLoop());
    }

    /** The socket is open: from here on the client is under a time limit. */
    void onOpen() {
        timer.arm(settings.setupTimeout(), this::onSetupTimeout);
    }

    private void onSetupTimeout() {
        link.fail(new RtmpFaultException(
                RtmpFault.TIMEOUT,
                "no publish command within " + settings.setupTimeout().toSeconds() + " s"));
    }

    /** @throws RtmpFaultException when the connection must end */
    void onMessage(InboundMessage message) throws RtmpFaultException {
        if (phase == Phase.OVER) {
            return;
        }
        PublisherFeed active = feed;
        switch (message.type()) {
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 -> onCommand(Command.parse(message));
            case MessageType.AUDIO, MessageType.VIDEO, MessageType.AGGREGATE -> {
                if (active == null) {
                    counters.messageDropped();
                } else {
                    active.onMedia(message);
                }
            }
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> {
                if (active != null) {
                    active.onData(message);
                }
            }
            default -> logger.debug("{}: message type {} is ignored", link.logName(), message.type());
        }
    }

    private void onCommand(Command command) throws RtmpFaultException {
        if (phase == Phase.NEW && !command.name().equals("connect")) {
            throw new RtmpFaultException(
                    RtmpFault.COMMAND, "'" + ClientText.forLog(command.name()) + "' came before 'connect'");
        }
        switch (command.name()) {
            case "connect" -> onConnect(command);
            case "releaseStream" -> link.send(Replies.done(command));
            case "FCPublish" -> {
                link.send(Replies.done(command));
                link.send(Replies.onFcEvent("onFCPublish", "NetStream.Publish.Start"));
            }
            case "createStream" -> onCreateStream(command);
            case "publish" -> onPublish(command);
            case "FCUnpublish" -> {
                link.send(Replies.done(command));
                link.send(Replies.onFcEvent("onFCUnpublish", "NetStream.Unpublish.Success"));
                onUnpublish();
            }
            case "closeStream" -> onUnpublish();
            case "deleteStream" -> onDeleteStream(command);
            case "_result", "_error", "onStatus" -> {
                // Answers to questions that this server never asks; answering them could go on for ever.
            }
            case "play", "play2" ->
                link.send(Replies.onStatus(
                        command.messageStreamId(),
                        Replies.LEVEL_ERROR,
                        "NetStream.Play.StreamNotFound",
                        "This server takes streams by RTMP and gives them out by HLS and DASH."));
            default -> {
                if (command.transactionId() != 0) {
                    link.send(Replies.done(command));
                }
            }
        }
        link.flush();
    }

    private void onConnect(Command command) throws RtmpFaultException {
        if (phase != Phase.NEW) {
            throw new RtmpFaultException(RtmpFault.COMMAND, "a second 'connect'");
        }
        AmfValue.Properties properties = command.commandObject();
        String app =
                ClientText.appPath(Optional.ofNullable(properties.text("app")).orElse(""));
        userAgent = ClientText.forLog(
                Optional.ofNullable(properties.text("flashVer")).orElse(""));
        if (!app.equals(settings.app())) {
            link.send(Replies.connectRejected(
                    command, "There is no application of that name; the server URL ends in /" + settings.app() + "."));
            throw new RtmpFaultException(
                    RtmpFault.BAD_APP, "connect to application '" + ClientText.forLog(app) + "', which is not here");
        }
        link.send(ControlMessages.windowAcknowledgementSize(AcknowledgementWindow.DEFAULT_WINDOW_BYTES));
        link.send(ControlMessages.setPeerBandwidth(
                AcknowledgementWindow.DEFAULT_WINDOW_BYTES, ControlMessages.LIMIT_DYNAMIC));
        link.send(ControlMessages.setChunkSize(RtmpConnection.OUTBOUND_CHUNK_BYTES));
        link.send(Replies.connected(command));
        phase = Phase.CONNECTED;
    }

    private void onCreateStream(Command command) {
        if (lastMessageStreamId >= MAX_MESSAGE_STREAMS) {
            link.send(Replies.failed(command, "No more than " + MAX_MESSAGE_STREAMS + " streams in a connection."));
            return;
        }
        lastMessageStreamId++;
        link.send(Replies.result(command, AmfValue.of(lastMessageStreamId)));
    }

    /** A stream that is not the published one may be deleted beside it; a number never given out means the one. */
    private void onDeleteStream(Command command) {
        double named = command.numberArgument(0, publishStreamId);
        boolean another = named != publishStreamId && named >= 1 && named <= lastMessageStreamId;
        if (!another) {
            onUnpublish();
        }
    }

    private void onPublish(Command command) {
        if (phase != Phase.CONNECTED) {
            link.send(Replies.onStatus(
                    command.messageStreamId(),
                    Replies.LEVEL_ERROR,
                    "NetStream.Publish.BadName",
                    "This connection publishes already."));
            return;
        }
        publishStreamId = command.messageStreamId();
        Optional<String> key = Optional.ofNullable(command.textArgument(0)).flatMap(ClientText::streamKey);
        if (key.isEmpty()) {
            refuse(PublishAnswer.Refusal.UNKNOWN_KEY, "The stream key is not valid.");
            return;
        }
        phase = Phase.AUTHORISING;
        link.pauseReading();
        timer.arm(AUTHORISATION_GUARD, () -> refuse(PublishAnswer.Refusal.UNAVAILABLE, "The server is busy."));
        PublishRequest request = new PublishRequest(PROTOCOL, key.get(), link.remoteAddress(), userAgent, this);
        var unused = ingest.publish(request).whenComplete(this::onAnswerFromAnyThread);
    }

    private void onAnswerFromAnyThread(@Nullable PublishAnswer answer, @Nullable Throwable error) {
        try {
            link.eventLoop().execute(() -> onAnswer(answer, error));
        } catch (RejectedExecutionException stopped) {
            logger.debug("{}: an answer to a publish request came after the server stopped", link.logName(), stopped);
            endUnused(answer);
        }
    }

    /** The client is gone; whoever was given a publication must end it. */
    private static void endUnused(@Nullable PublishAnswer answer) {
        if (answer instanceof PublishAnswer.Accepted(Publication publication)) {
            publication.end(EndReason.CONNECTION_LOST);
        }
    }

    private void onAnswer(@Nullable PublishAnswer answer, @Nullable Throwable error) {
        if (phase != Phase.AUTHORISING) {
            endUnused(answer);
            return;
        }
        switch (answer) {
            case PublishAnswer.Accepted(Publication publication) -> start(publication);
            case PublishAnswer.Refused(PublishAnswer.Refusal refusal, String message) -> refuse(refusal, message);
            case null -> {
                logger.error("{}: the engine failed to answer a publish request", link.logName(), error);
                refuse(PublishAnswer.Refusal.UNAVAILABLE, "The server is not available.");
            }
        }
    }

    private void start(Publication publication) {
        phase = Phase.PUBLISHING;
        feed = new PublisherFeed(publication, publishStreamId, counters, link.logName(), timer.nowNanos());
        counters.publishAccepted();
        logger.info("{}: publishing to stream {} ({})", link.logName(), publication.streamId(), userAgent);
        Duration interval = shortest(
                LONGEST_CHECK_INTERVAL,
                settings.idleTimeout().dividedBy(CHECKS_PER_TIMEOUT),
                settings.firstPacketTimeout().dividedBy(CHECKS_PER_TIMEOUT));
        timer.armRepeating(interval, this::checkProgress);
        link.send(ControlMessages.streamBegin(publishStreamId));
        link.send(Replies.onStatus(
                publishStreamId, Replies.LEVEL_STATUS, "NetStream.Publish.Start", "Publishing started."));
        link.flush();
        link.allowMediaMessages();
        link.resumeReading();
    }

    private static Duration shortest(Duration a, Duration b, Duration c) {
        Duration ab = a.compareTo(b) < 0 ? a : b;
        return ab.compareTo(c) < 0 ? ab : c;
    }

    private void checkProgress() {
        PublisherFeed active = feed;
        if (active == null) {
            return;
        }
        try {
            active.checkProgress(timer.nowNanos(), settings.firstPacketTimeout(), settings.idleTimeout());
        } catch (RtmpFaultException e) {
            link.fail(e);
        }
    }

    private void refuse(PublishAnswer.Refusal refusal, String message) {
        String code =
                switch (refusal) {
                    case UNKNOWN_KEY, STREAM_ENDED -> "NetStream.Publish.Denied";
                    case ALREADY_PUBLISHING -> "NetStream.Publish.BadName";
                    case UNAVAILABLE -> "NetStream.Failed";
                };
        counters.publishRefused();
        link.send(Replies.onStatus(publishStreamId, Replies.LEVEL_ERROR, code, message));
        phase = Phase.OVER;
        link.fail(new RtmpFaultException(RtmpFault.REFUSED, "publish refused, " + refusal + ": " + message));
    }

    private void onUnpublish() {
        PublisherFeed active = feed;
        if (active == null) {
            return;
        }
        feed = null;
        phase = Phase.CONNECTED;
        link.send(Replies.onStatus(
                active.messageStreamId(), Replies.LEVEL_STATUS, "NetStream.Unpublish.Success", "Publishing stopped."));
        link.send(ControlMessages.streamEof(active.messageStreamId()));
        timer.arm(settings.setupTimeout(), link::closeAfterReplies);
        active.end(EndReason.PUBLISHER_LEFT);
    }

    /** The connection is being closed for a fault; tells a publishing client why. */
    void onFault(RtmpFaultException fault) {
        PublisherFeed active = feed;
        if (active != null) {
            link.send(Replies.onStatus(
                    active.messageStreamId(), Replies.LEVEL_ERROR, "NetStream.Failed", fault.reason()));
        }
        finish(
                switch (fault.fault()) {
                    case TIMEOUT -> EndReason.IDLE_TIMEOUT;
                    case INTERNAL -> EndReason.FAILED;
                    default -> EndReason.BAD_MEDIA;
                });
    }

    /** The socket is closed. */
    void onClosed() {
        finish(EndReason.CONNECTION_LOST);
    }

    void onShutdown() {
        PublisherFeed active = feed;
        if (active != null) {
            link.send(Replies.onStatus(
                    active.messageStreamId(),
                    Replies.LEVEL_STATUS,
                    "NetConnection.Connect.AppShutdown",
                    "The server is shutting down."));
        }
        finish(EndReason.SHUTDOWN);
        link.closeAfterReplies();
    }

    private void finish(EndReason reason) {
        phase = Phase.OVER;
        timer.cancel();
        if (feed != null) {
            feed.end(reason);
            feed = null;
        }
    }

    @Override
    public void disconnect(EndReason reason, String message) {
        link.eventLoop().execute(() -> onDisconnect(reason, message));
    }

    private void onDisconnect(EndReason reason, String message) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        timer.cancel();
        if (feed != null) {
            feed.abandon();
            feed = null;
        }
        logger.info("{}: disconnected by the engine: {}: {}", link.logName(), reason, message);
        String code =
                switch (reason) {
                    case REPLACED, DISMISSED -> "NetStream.Publish.BadName";
                    case STOPPED, SHUTDOWN, PUBLISHER_LEFT -> "NetStream.Unpublish.Success";
                    case CONNECTION_LOST, IDLE_TIMEOUT, BAD_MEDIA, FAILED -> "NetStream.Failed";
                };
        String level = code.startsWith("NetStream.Unpublish") ? Replies.LEVEL_STATUS : Replies.LEVEL_ERROR;
        link.send(Replies.onStatus(publishStreamId, level, code, message));
        link.closeAfterReplies();
    }
}
