package dev.sluice.identity;

import java.time.Instant;

/**
 * Who changed what, and from where.
 *
 * @param id place in the log, from 1; 0 before it is written
 * @param tenant whose log it is in
 * @param actor {@link Principal#ownerId} of who asked
 * @param action the operation of the API, such as {@code POST /api/v1/webhooks}
 * @param object the path that was asked for
 * @param status of the answer; 0 in the entry that is written before the work begins
 */
public record AuditEntry(
        long id,
        Instant at,
        String tenant,
        String actor,
        String actorName,
        String action,
        String object,
        String clientAddress,
        String requestId,
        int status) {}
