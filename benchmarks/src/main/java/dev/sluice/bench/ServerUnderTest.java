package dev.sluice.bench;

import java.io.IOException;
import java.util.List;

/** A media server started for one measurement and stopped after it. */
interface ServerUnderTest extends AutoCloseable {
    int rtmpPort();

    /** Keys that {@code rtmp://127.0.0.1:port/live/KEY} accepts. */
    List<String> streamKeys(int count) throws IOException, InterruptedException;

    /** Every process whose CPU time and memory count as the server's. */
    List<ProcessHandle> processes() throws IOException;

    /** Media segments that viewers can fetch now, over all streams: proof that the work was done. */
    long segmentCount() throws IOException;

    @Override
    void close() throws IOException;
}
