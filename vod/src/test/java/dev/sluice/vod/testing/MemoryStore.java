package dev.sluice.vod.testing;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Objects in memory, with what they are called and how they are kept. Safe for threads. */
public final class MemoryStore implements ObjectStore, MultipartObjects {
    private record Kept(Payload bytes, ObjectMetadata metadata) {}

    private record Begun(ObjectMetadata metadata, TreeMap<Integer, byte[]> parts) {}

    private final TreeMap<String, Kept> objects = new TreeMap<>();
    private final TreeMap<String, Begun> begun = new TreeMap<>();
    private final List<String> puts = new ArrayList<>();
    private int nextId;

    public synchronized byte[] bytes(String key) {
        return kept(key).bytes.toByteArray();
    }

    public String text(String key) {
        return new String(bytes(key), StandardCharsets.UTF_8);
    }

    public synchronized ObjectMetadata metadata(String key) {
        return kept(key).metadata;
    }

    /** Without the prefix. */
    public synchronized List<String> namesBeneath(String prefix) {
        return objects.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** Keys in the order in which they were put whole. */
    public synchronized List<String> puts() {
        return List.copyOf(puts);
    }

    public synchronized void forgetPuts() {
        puts.clear();
    }

    private Kept kept(String key) {
        Kept found = objects.get(key);
        if (found == null) {
            throw new AssertionError("no object " + key + " among " + objects.keySet());
        }
        return found;
    }

    @Override
    public synchronized void put(String key, List<Payload> body, ObjectMetadata metadata) {
        puts.add(key);
        objects.put(key, new Kept(Payload.wrap(joined(body)), metadata));
    }

    @Override
    public synchronized Optional<StoredObject> head(String key) {
        return Optional.ofNullable(objects.get(key)).map(kept -> described(key, kept));
    }

    @Override
    public synchronized Optional<Payload> read(String key, long offsetBytes, int lengthBytes) {
        return Optional.ofNullable(objects.get(key)).map(kept -> {
            byte[] all = kept.bytes.toByteArray();
            int end = (int) Math.min(all.length, offsetBytes + lengthBytes);
            return Payload.wrap(Arrays.copyOfRange(all, Math.toIntExact(offsetBytes), end));
        });
    }

    @Override
    public synchronized void delete(String key) {
        objects.remove(key);
    }

    @Override
    public synchronized List<StoredObject> list(String prefix, String startAfter, int limit) {
        return objects.tailMap(startAfter, /* inclusive= */ false).entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .limit(limit)
                .map(each -> described(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public void check() {
        // Always well.
    }

    @Override
    public synchronized String begin(String key, ObjectMetadata metadata) {
        String id = key + "#" + nextId++;
        begun.put(id, new Begun(metadata, new TreeMap<>()));
        return id;
    }

    @Override
    public synchronized PartReceipt putPart(
            String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body) {
        byte[] bytes = joined(body);
        open(multipartId).parts.put(partNumber, bytes);
        return new PartReceipt(partNumber, bytes.length, Integer.toString(partNumber));
    }

    @Override
    public synchronized List<PartReceipt> parts(String key, String multipartId) {
        List<PartReceipt> receipts = new ArrayList<>();
        open(multipartId)
                .parts
                .forEach((number, bytes) ->
                        receipts.add(new PartReceipt(number, bytes.length, Integer.toString(number))));
        return receipts;
    }

    @Override
    public synchronized void complete(String key, String multipartId, List<PartReceipt> parts) {
        Begun whole = open(multipartId);
        List<Payload> bodies = whole.parts.values().stream().map(Payload::wrap).toList();
        objects.put(key, new Kept(Payload.wrap(joined(bodies)), whole.metadata));
        begun.remove(multipartId);
    }

    @Override
    public synchronized void abort(String key, String multipartId) {
        begun.remove(multipartId);
    }

    @Override
    public synchronized List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit) {
        return List.of();
    }

    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity) {
        return Optional.empty();
    }

    private Begun open(String multipartId) {
        Begun found = begun.get(multipartId);
        if (found == null) {
            throw new AssertionError("nothing was begun as " + multipartId);
        }
        return found;
    }

    private static StoredObject described(String key, Kept kept) {
        return new StoredObject(key, kept.bytes.sizeBytes(), Instant.EPOCH, kept.metadata);
    }

    private static byte[] joined(List<Payload> body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.forEach(each -> out.writeBytes(each.toByteArray()));
        return out.toByteArray();
    }
}
