package dev.sluice.engine.testing;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A store of whole objects and of objects in parts, in memory, by the rules of S3. Safe for threads. */
public final class FakeParts implements ObjectStore, MultipartObjects {
    private record Unfinished(String key, ObjectMetadata metadata, TreeMap<Integer, byte[]> parts) {}

    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final Map<String, Unfinished> unfinished = new HashMap<>();
    private boolean signs;
    private boolean lost;

    /** From now on there are signed URLs. */
    public synchronized void signUrls() {
        signs = true;
    }

    /** From now on, or until told otherwise, nothing works. */
    public synchronized void lose(boolean isLost) {
        lost = isLost;
    }

    public synchronized byte[] bytes(String key) {
        byte[] found = objects.get(key);
        if (found == null) {
            throw new AssertionError("no object " + key + " among " + objects.keySet());
        }
        return found.clone();
    }

    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    public synchronized int unfinishedCount() {
        return unfinished.size();
    }

    @Override
    public synchronized void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        check();
        objects.put(key, joined(body));
    }

    @Override
    public synchronized Optional<StoredObject> head(String key) throws ObjectStoreException {
        check();
        return Optional.ofNullable(objects.get(key)).map(bytes -> described(key, bytes));
    }

    private static StoredObject described(String key, byte[] bytes) {
        return new StoredObject(key, bytes.length, Instant.EPOCH, new ObjectMetadata("video/mp4", ""));
    }

    @Override
    public synchronized Optional<Payload> read(String key, long offsetBytes, int lengthBytes)
            throws ObjectStoreException {
        check();
        return Optional.ofNullable(objects.get(key))
                .map(bytes -> Payload.copyOf(
                        bytes, (int) offsetBytes, (int) Math.min(lengthBytes, bytes.length - offsetBytes)));
    }

    @Override
    public synchronized void delete(String key) throws ObjectStoreException {
        check();
        objects.remove(key);
    }

    @Override
    public synchronized List<StoredObject> list(String prefix, String startAfter, int limit)
            throws ObjectStoreException {
        check();
        return objects.tailMap(startAfter, /* inclusive= */ false).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(limit)
                .map(entry -> described(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized void check() throws ObjectStoreException {
        if (lost) {
            throw new ObjectStoreException("away", /* retryable= */ true, new IOException("away"));
        }
    }

    @Override
    public synchronized String begin(String key, ObjectMetadata metadata) throws ObjectStoreException {
        check();
        String id = UUID.randomUUID().toString();
        unfinished.put(id, new Unfinished(key, metadata, new TreeMap<>()));
        return id;
    }

    @Override
    public synchronized PartReceipt putPart(
            String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException {
        check();
        byte[] bytes = joined(body);
        known(key, multipartId).parts().put(partNumber, bytes);
        return receipt(partNumber, bytes);
    }

    private static PartReceipt receipt(int partNumber, byte[] bytes) {
        return new PartReceipt(
                partNumber, bytes.length, UUID.nameUUIDFromBytes(bytes).toString());
    }

    @Override
    public synchronized List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        check();
        List<PartReceipt> receipts = new ArrayList<>();
        known(key, multipartId).parts().forEach((number, bytes) -> receipts.add(receipt(number, bytes)));
        return receipts;
    }

    @Override
    public synchronized void complete(String key, String multipartId, List<PartReceipt> parts)
            throws ObjectStoreException {
        check();
        if (!unfinished.containsKey(multipartId) && objects.containsKey(key)) {
            return;
        }
        Unfinished object = known(key, multipartId);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (PartReceipt part : parts) {
            byte[] bytes = object.parts().get(part.partNumber());
            boolean fits = bytes != null
                    && receipt(part.partNumber(), bytes).equals(part)
                    && (bytes.length >= MIN_PART_BYTES
                            || part.partNumber() == parts.getLast().partNumber());
            if (!fits) {
                throw refused("part " + part + " is not there, or too small");
            }
            whole.writeBytes(bytes);
        }
        objects.put(key, whole.toByteArray());
        unfinished.remove(multipartId);
    }

    @Override
    public synchronized void abort(String key, String multipartId) throws ObjectStoreException {
        check();
        unfinished.remove(multipartId);
    }

    @Override
    public synchronized List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit)
            throws ObjectStoreException {
        check();
        return unfinished.entrySet().stream()
                .filter(entry -> entry.getValue().key().startsWith(keyPrefix))
                .limit(limit)
                .map(entry -> new UnfinishedObject(entry.getValue().key(), entry.getKey(), Instant.EPOCH))
                .toList();
    }

    @Override
    public synchronized Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity) {
        return signs
                ? Optional.of(URI.create("https://store.example/" + key + "?part=" + partNumber))
                : Optional.empty();
    }

    private Unfinished known(String key, String multipartId) throws ObjectStoreException {
        Unfinished object = unfinished.get(multipartId);
        if (object == null || !object.key().equals(key)) {
            throw refused("no object in parts " + multipartId);
        }
        return object;
    }

    private static byte[] joined(List<Payload> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Payload piece : body) {
                piece.writeTo(bytes);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static ObjectStoreException refused(String reason) {
        return new ObjectStoreException(reason, /* retryable= */ false, new IOException(reason));
    }
}
