package dev.sluice.engine.control;

import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.port.StreamRecord;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A live stream that this node carries: the running stream, what is made of it, and its row.
 *
 * @param record as it was when the stream went live
 * @param viewsBefore sessions that the viewer meter had counted by then
 * @param endWritten set once the row says that the stream has ended
 */
record CarriedStream(
        LiveStream stream, StreamOutput output, StreamRecord record, long viewsBefore, AtomicBoolean endWritten) {}
