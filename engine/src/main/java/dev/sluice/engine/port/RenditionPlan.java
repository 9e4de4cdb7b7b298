package dev.sluice.engine.port;

import dev.sluice.media.TrackType;

/**
 * A rendition that a period will have. Players see it once its track is known and a first segment is there.
 *
 * @param name unique in the stream, fit for a path: {@code 720p}, {@code audio}
 * @param declaredBitrateBps what the encoder aims at; manifests give the measured figure once there is one
 */
public record RenditionPlan(String name, TrackType type, int declaredBitrateBps) {}
