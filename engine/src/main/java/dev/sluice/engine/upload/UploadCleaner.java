package dev.sluice.engine.upload;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StoredObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what an ended upload leaves in the store: everything but the object of a completed one. */
final class UploadCleaner {
    private static final int PAGE = 1000;
    private static final Logger log = LoggerFactory.getLogger(UploadCleaner.class);

    private final UploadPorts ports;

    UploadCleaner(UploadPorts ports) {
        this.ports = ports;
    }

    /** May be done again. */
    void clean(Upload upload) throws ObjectStoreException {
        boolean keepsSource = upload.state() == UploadState.COMPLETED;
        if (!keepsSource) {
            ports.multipart().abort(upload.sourceKey(), upload.multipartId());
        }
        String prefix = Upload.keyPrefix(upload.id());
        String after = "";
        List<StoredObject> page = ports.objects().list(prefix, after, PAGE);
        while (!page.isEmpty()) {
            for (StoredObject object : page) {
                if (!keepsSource || !object.key().equals(upload.sourceKey())) {
                    ports.objects().delete(object.key());
                }
                after = object.key();
            }
            page = ports.objects().list(prefix, after, PAGE);
        }
        ports.repository().cleaned(upload.id());
    }

    /** What does not work now is done by the sweeper. */
    void cleanQuietly(Upload upload) {
        try {
            if (upload.state().isFinal()) {
                clean(upload);
            }
        } catch (ObjectStoreException | RepositoryException later) {
            log.info("Leftovers of upload {} stay for the sweeper: {}", upload.id(), later.getMessage());
        }
    }
}
