package dev.sluice.events;

import java.time.Instant;

/**
 * Something that happened to an object. Written in the transaction that made it happen.
 *
 * @param sequence place among all events of this installation; a later event that can be read has a higher one
 * @param id {@code evt_} and 32 hex digits; the same in every delivery
 * @param tenant whose object it is
 * @param type such as {@code stream.started}
 * @param objectType such as {@code stream}
 * @param objectSequence place among the events of the same object, from 1, without gaps
 * @param objectJson the object as the API shows it to its owner, in JSON
 */
public record Event(
        long sequence,
        String id,
        String tenant,
        String type,
        String objectType,
        String objectId,
        long objectSequence,
        Instant createdAt,
        String objectJson) {}
