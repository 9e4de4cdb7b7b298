package dev.sluice.engine.upload;

import java.io.IOException;

/** Opens URLs of others, and none that leads into the own network. Safe for threads; blocks. */
public interface PullClient {
    /** A file that is being sent; closed by whoever opened it. */
    interface Pulled extends UploadSource, AutoCloseable {
        /** As the sender declares it; -1 when it does not. */
        long sizeBytes();

        @Override
        void close();
    }

    /** @throws IOException with a message for whoever gave the URL: not reachable, refused, not allowed */
    Pulled open(String url) throws IOException;
}
