package dev.sluice.identity.token;

import java.time.Instant;
import java.util.List;

/** The keys that sign tokens, shared by all nodes. Blocks. */
public interface SigningKeyRepository {
    /** All keys, newest first. */
    List<SigningKeyRecord> all();

    /** Adds a key unless there is one that is newer than an instant: of nodes that rotate at one time, one does. */
    void addUnlessNewerThan(Instant limit, SigningKeyRecord key);

    /** Deletes keys whose tokens have all expired. */
    void deleteCreatedBefore(Instant limit);
}
