package dev.sluice.vod.local;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The object store of one local job: the source is the file itself, what steps leave for each other is in a directory
 * for work, and what players read goes to the target under its bare name. Safe for threads.
 */
final class LocalObjects implements ObjectStore, MultipartObjects {
    private static final ObjectMetadata SOURCE = new ObjectMetadata("application/octet-stream", "");

    private final String sourceKey;
    private final Path source;
    private final String publishedPrefix;
    private final PlainDirectory work;
    private final OutputTarget target;
    private final Set<String> published = ConcurrentHashMap.newKeySet();

    LocalObjects(AssetId asset, Path source, PlainDirectory work, OutputTarget target) {
        this.sourceKey = sourceKey(asset);
        this.source = source;
        this.publishedPrefix = AssetKeys.published(asset);
        this.work = work;
        this.target = target;
    }

    static String sourceKey(AssetId asset) {
        return AssetKeys.upload(asset) + "source";
    }

    /** Takes back all that players could read. */
    void withdraw() throws ObjectStoreException {
        for (String name : published) {
            target.objects().delete(name);
        }
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        if (isPublished(key)) {
            published.add(name(key));
        }
        objects(key).put(name(key), body, metadata);
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        if (!key.equals(sourceKey)) {
            return objects(key)
                    .head(name(key))
                    .map(found -> new StoredObject(key, found.sizeBytes(), found.lastModified(), found.metadata()));
        }
        try {
            Instant modified = Files.getLastModifiedTime(source).toInstant();
            return Optional.of(new StoredObject(key, Files.size(source), modified, SOURCE));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw sourceFailed(e);
        }
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        if (!key.equals(sourceKey)) {
            return objects(key).read(name(key), offsetBytes, lengthBytes);
        }
        try {
            return Optional.of(PlainDirectory.read(source, offsetBytes, lengthBytes));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw sourceFailed(e);
        }
    }

    private ObjectStoreException sourceFailed(IOException failure) {
        return new ObjectStoreException(
                "cannot read " + source + ": " + failure.getMessage(), /* retryable= */ false, failure);
    }

    @Override
    public void delete(String key) throws ObjectStoreException {
        objects(key).delete(name(key));
    }

    /** Of the target only what this job has put there. */
    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException {
        if (!isPublished(prefix)) {
            return work.list(prefix, startAfter, limit);
        }
        List<StoredObject> found = new ArrayList<>();
        for (String name : new TreeSet<>(published)) {
            String key = publishedPrefix + name;
            if (found.size() < limit && key.startsWith(prefix) && key.compareTo(startAfter) > 0) {
                head(key).ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public void check() throws ObjectStoreException {
        work.check();
        target.objects().check();
    }

    @Override
    public String begin(String key, ObjectMetadata metadata) throws ObjectStoreException {
        if (isPublished(key)) {
            published.add(name(key));
        }
        return parts(key).begin(name(key), metadata);
    }

    @Override
    public PartReceipt putPart(String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException {
        return parts(key).putPart(name(key), multipartId, partNumber, offsetBytes, body);
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        return parts(key).parts(name(key), multipartId);
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException {
        parts(key).complete(name(key), multipartId, parts);
    }

    @Override
    public void abort(String key, String multipartId) throws ObjectStoreException {
        parts(key).abort(name(key), multipartId);
    }

    /** Of the work alone: what others began at the target is none of this job's business. */
    @Override
    public List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit)
            throws ObjectStoreException {
        return work.multipart().unfinished(keyPrefix, begunBefore, limit);
    }

    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity)
            throws ObjectStoreException {
        return parts(key).presignPart(name(key), multipartId, partNumber, validity);
    }

    private boolean isPublished(String key) {
        return key.startsWith(publishedPrefix);
    }

    private ObjectStore objects(String key) {
        return isPublished(key) ? target.objects() : work;
    }

    private MultipartObjects parts(String key) {
        return isPublished(key) ? target.parts() : work.multipart();
    }

    private String name(String key) {
        return isPublished(key) ? key.substring(publishedPrefix.length()) : key;
    }
}
