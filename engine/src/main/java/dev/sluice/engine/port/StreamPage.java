package dev.sluice.engine.port;

import java.util.List;

/**
 * One page of a listing, newest first.
 *
 * @param total rows over all pages
 */
public record StreamPage(List<StreamRecord> streams, long total) {
    public StreamPage {
        streams = List.copyOf(streams);
    }
}
