package dev.sluice.rtmp.session;

import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.OutboundMessage;
import io.netty.util.concurrent.EventExecutor;

/** What a session can do with its connection. Called on the connection's event loop only. */
interface ClientLink {
    /** Queues a message; it goes out with the next {@link #flush}. */
    void send(OutboundMessage message);

    void flush();

    /** No more messages are delivered after the current one until {@link #resumeReading}. */
    void pauseReading();

    void resumeReading();

    /** From now on messages may be as large as frames are. */
    void allowMediaMessages();

    /** Counts and logs what is wrong, ends the session, and closes as {@link #closeAfterReplies} does. */
    void fail(RtmpFaultException fault);

    /** Sends what is queued, takes nothing more in, and closes within a second. */
    void closeAfterReplies();

    EventExecutor eventLoop();

    String remoteAddress();

    /** Names the connection in log lines. */
    String logName();
}
