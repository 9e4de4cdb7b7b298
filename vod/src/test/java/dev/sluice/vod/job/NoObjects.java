package dev.sluice.vod.job;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store that has nothing and takes nothing. */
final class NoObjects implements ObjectStore, MultipartObjects {
    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) {}

    @Override
    public Optional<StoredObject> head(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) {
        return Optional.empty();
    }

    @Override
    public void delete(String key) {}

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) {
        return List.of();
    }

    @Override
    public void check() {}

    @Override
    public String begin(String key, ObjectMetadata metadata) {
        return "none";
    }

    @Override
    public PartReceipt putPart(String key, String multipartId, int partNumber, List<Payload> body) {
        return new PartReceipt(partNumber, 0, "none");
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) {
        return List.of();
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) {}

    @Override
    public void abort(String key, String multipartId) {}

    @Override
    public List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit) {
        return List.of();
    }

    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity) {
        return Optional.empty();
    }
}
