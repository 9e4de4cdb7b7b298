package dev.sluice.rtmp.session;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Publication;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An accepted publication while it runs: takes media and metadata, watches for silence, and ends exactly once.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
final class PublisherFeed implements RtmpToStream.MediaListener {
    private static final Logger logger = LoggerFactory.getLogger(PublisherFeed.class);
    private static final String SET_DATA_FRAME = "@setDataFrame";
    private static final String ON_METADATA = "onMetaData";

    private final Publication publication;
    private final int messageStreamId;
    private final RtmpCounters counters;
    private final String logName;
    private final RtmpToStream stream;
    private final long startedNanos;

    private boolean ended;
    private long mediaMessages;
    private long droppedFrames;
    private long seenMediaMessages;
    private long lastMediaNanos;

    PublisherFeed(Publication publication, int messageStreamId, RtmpCounters counters, String logName, long nowNanos) {
        this.publication = publication;
        this.messageStreamId = messageStreamId;
        this.counters = counters;
        this.logName = logName;
        this.stream = new RtmpToStream(publication, this);
        this.startedNanos = nowNanos;
        this.lastMediaNanos = nowNanos;
    }

    int messageStreamId() {
        return messageStreamId;
    }

    /** @throws RtmpFaultException when the media cannot be used at all */
    void onMedia(InboundMessage message) throws RtmpFaultException {
        if (message.messageStreamId() != messageStreamId) {
            counters.messageDropped();
            return;
        }
        mediaMessages++;
        try {
            switch (message.type()) {
                case MessageType.AUDIO -> stream.onAudio(message);
                case MessageType.VIDEO -> stream.onVideo(message);
                case MessageType.AGGREGATE -> {
                    for (InboundMessage part : AggregateMessage.split(message)) {
                        onPart(part);
                    }
                }
                default -> throw new IllegalArgumentException("not media: " + message.type());
            }
        } catch (MediaParseException e) {
            throw new RtmpFaultException(RtmpFault.MEDIA, String.valueOf(e.getMessage()));
        }
    }

    private void onPart(InboundMessage part) throws MediaParseException, RtmpFaultException {
        switch (part.type()) {
            case MessageType.AUDIO -> stream.onAudio(part);
            case MessageType.VIDEO -> stream.onVideo(part);
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> onData(part);
            default -> counters.messageDropped();
        }
    }

    /** Metadata comes with and without a command to keep it in front, and on stream 0 from some encoders. */
    void onData(InboundMessage message) throws RtmpFaultException {
        List<AmfValue> values = Command.readValues(message, MessageType.DATA_AMF3);
        int at = !values.isEmpty() && isText(values.getFirst(), SET_DATA_FRAME) ? 1 : 0;
        if (values.size() > at + 1
                && isText(values.get(at), ON_METADATA)
                && values.get(at + 1) instanceof AmfValue.Properties metadata) {
            stream.onMetadata(metadata);
        }
    }

    private static boolean isText(AmfValue value, String text) {
        return value instanceof AmfValue.Text(String actual) && actual.equals(text);
    }

    /**
     * To be called about once a second.
     *
     * @throws RtmpFaultException when the publisher has been silent, or without a usable track, for too long
     */
    void checkProgress(long nowNanos, Duration firstPacketTimeout, Duration idleTimeout) throws RtmpFaultException {
        if (mediaMessages != seenMediaMessages) {
            seenMediaMessages = mediaMessages;
            lastMediaNanos = nowNanos;
        }
        if (!stream.hasTracks() && nowNanos - startedNanos >= firstPacketTimeout.toNanos()) {
            throw withoutTracks(firstPacketTimeout);
        }
        if (nowNanos - lastMediaNanos >= idleTimeout.toNanos()) {
            throw new RtmpFaultException(RtmpFault.TIMEOUT, "no media for " + idleTimeout.toSeconds() + " s");
        }
    }

    private RtmpFaultException withoutTracks(Duration waited) {
        long seconds = waited.toSeconds();
        if (mediaMessages == 0) {
            return new RtmpFaultException(
                    RtmpFault.TIMEOUT, "no audio or video within " + seconds + " s after publishing began");
        }
        String seen = stream.noticesText();
        return new RtmpFaultException(
                RtmpFault.NO_SEQUENCE_HEADER,
                "no usable sequence header within " + seconds + " s" + (seen.isEmpty() ? "" : ": " + seen));
    }

    /** Further calls do nothing. */
    void end(EndReason reason) {
        if (ended) {
            return;
        }
        stream.finish();
        abandon();
        publication.end(reason);
        logger.info(
                "{}: stream {} ended: {}; {} media messages, {} frames dropped",
                logName,
                publication.streamId(),
                reason,
                mediaMessages,
                droppedFrames);
    }

    /** The engine ended the publication and must not be called back. */
    void abandon() {
        ended = true;
    }

    @Override
    public void onDropped() {
        droppedFrames++;
        counters.messageDropped();
    }

    @Override
    public void onNotice(String notice) {
        logger.warn("{}: stream {}: {}", logName, publication.streamId(), ClientText.forLog(notice));
    }
}
