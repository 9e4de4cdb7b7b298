package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.EndReason;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.RecordingIngest;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.amf.Amf0Writer;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.message.OutboundMessage;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer of the engine that comes when the server's threads have ended. */
class LateAnswerTest {
    /** A connection on a thread of its own that can be stopped. */
    private static final class Link implements ClientLink {
        private final DefaultEventLoop eventLoop = new DefaultEventLoop();

        @Override
        public void send(OutboundMessage message) {}

        @Override
        public void flush() {}

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public void allowMediaMessages() {}

        @Override
        public void fail(RtmpFaultException fault) {}

        @Override
        public void closeAfterReplies() {}

        @Override
        public EventExecutor eventLoop() {
            return eventLoop;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:1";
        }

        @Override
        public String logName() {
            return "rtmp test";
        }
    }

    private static InboundMessage command(AmfValue... values) {
        Payload body = Payload.wrap(Amf0Writer.write(List.of(values)));
        return new InboundMessage(MessageType.COMMAND_AMF0, 0, 1, MessageHead.NONE, body);
    }

    @Test
    @Timeout(30)
    void answerAfterTheThreadsEnded_endsThePublicationThatNobodyTakes() throws Exception {
        Link link = new Link();
        RecordingIngest ingest = new RecordingIngest();
        ingest.answerByHand();
        RtmpPublishSession session = new RtmpPublishSession(link, ingest, TestClient.SETTINGS, new RtmpCounters());
        session.onOpen();
        session.onMessage(command(AmfValue.of("connect"), AmfValue.of(1), AmfValue.texts(Map.of("app", "live"))));
        session.onMessage(
                command(AmfValue.of("publish"), AmfValue.of(2), AmfValue.NULL, AmfValue.of(RecordingIngest.KEY)));
        link.eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();

        ingest.answer(ingest.accepted());

        assertThat(ingest.recording().ends()).containsExactly(EndReason.CONNECTION_LOST);
    }
}
