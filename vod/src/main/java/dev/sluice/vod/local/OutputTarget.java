package dev.sluice.vod.local;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;

/** Where playlists, manifest, media and pictures go, under their bare names. */
public record OutputTarget(ObjectStore objects, MultipartObjects parts) {}
