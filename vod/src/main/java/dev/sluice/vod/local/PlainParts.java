package dev.sluice.vod.local;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Objects in parts of a {@link PlainDirectory}, each part a file that is written aside. What was begun is known to this
 * process alone; who owns the directory of what is written aside deletes it at the end. Safe for threads.
 */
final class PlainParts implements MultipartObjects {
    private final PlainDirectory directory;
    private final Path staging;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    /** Guarded by itself. */
    private record Begun(String key, Instant at, Map<Integer, Part> parts) {}

    private record Part(Path file, PartReceipt receipt) {}

    PlainParts(PlainDirectory directory, Path staging) {
        this.directory = directory;
        this.staging = staging;
    }

    @Override
    public String begin(String key, ObjectMetadata metadata) {
        String id = UUID.randomUUID().toString();
        begun.put(id, new Begun(key, Instant.now(), new TreeMap<>()));
        return id;
    }

    @Override
    public PartReceipt putPart(String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException {
        if (partNumber < 1 || partNumber > MAX_PARTS) {
            throw new IllegalArgumentException("parts are 1 to " + MAX_PARTS + ", not " + partNumber);
        }
        Begun object = find(key, multipartId);
        try {
            Path file = directory.stage(body);
            PartReceipt receipt =
                    new PartReceipt(partNumber, Files.size(file), String.valueOf(staging.relativize(file)));
            Part replaced;
            synchronized (object) {
                replaced = object.parts().put(partNumber, new Part(file, receipt));
            }
            if (replaced != null) {
                Files.deleteIfExists(replaced.file());
            }
            return receipt;
        } catch (IOException e) {
            throw directory.failed("write part " + partNumber + " of", key, e);
        }
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        Begun object = find(key, multipartId);
        synchronized (object) {
            return object.parts().values().stream().map(Part::receipt).toList();
        }
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException {
        if (!begun.containsKey(multipartId) && directory.head(key).isPresent()) {
            return;
        }
        Begun object = find(key, multipartId);
        synchronized (object) {
            try {
                directory.publish(join(key, object, parts), key);
                begun.remove(multipartId);
                deleteParts(object);
            } catch (IOException e) {
                throw directory.failed("complete", key, e);
            }
        }
    }

    private Path join(String key, Begun object, List<PartReceipt> parts) throws IOException, ObjectStoreException {
        List<Path> files = new ArrayList<>();
        int previous = 0;
        for (PartReceipt receipt : parts) {
            Part part = object.parts().get(receipt.partNumber());
            if (part == null || !part.receipt().equals(receipt) || receipt.partNumber() <= previous) {
                throw refused("part " + receipt.partNumber() + " of " + key + " is not there, or not in order");
            }
            previous = receipt.partNumber();
            files.add(part.file());
        }
        if (files.isEmpty()) {
            throw refused("there is no part of " + key);
        }
        Path joined = directory.stagedName();
        try (FileChannel target = PlainDirectory.create(joined)) {
            for (Path file : files) {
                append(file, target);
            }
            target.force(true);
        }
        return joined;
    }

    private static void append(Path file, FileChannel target) throws IOException {
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            long sizeBytes = source.size();
            long at = 0;
            while (at < sizeBytes) {
                at += source.transferTo(at, sizeBytes - at, target);
            }
        }
    }

    @Override
    public void abort(String key, String multipartId) throws ObjectStoreException {
        Begun object = begun.remove(multipartId);
        if (object == null) {
            return;
        }
        synchronized (object) {
            try {
                deleteParts(object);
            } catch (IOException e) {
                throw directory.failed("abort", key, e);
            }
        }
    }

    private static void deleteParts(Begun object) throws IOException {
        for (Part part : object.parts().values()) {
            Files.deleteIfExists(part.file());
        }
        object.parts().clear();
    }

    @Override
    public List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit) {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue().key().startsWith(keyPrefix)
                        && entry.getValue().at().isBefore(begunBefore))
                .limit(limit)
                .map(entry -> new UnfinishedObject(
                        entry.getValue().key(), entry.getKey(), entry.getValue().at()))
                .toList();
    }

    /** Files have no URLs of their own. */
    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity) {
        return Optional.empty();
    }

    private Begun find(String key, String multipartId) throws ObjectStoreException {
        Begun object = begun.get(multipartId);
        if (object == null || !object.key().equals(key)) {
            throw refused("no parts of " + key + " with the id " + multipartId);
        }
        return object;
    }

    private static ObjectStoreException refused(String reason) {
        return new ObjectStoreException(reason, /* retryable= */ false, new IllegalArgumentException(reason));
    }
}
