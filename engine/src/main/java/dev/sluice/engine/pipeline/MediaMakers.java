package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.thumbnail.Thumbnails;

/** What makes other media of a source. Pipelines close none of it. */
public record MediaMakers(Transcoder transcoder, Packager packager, Thumbnails thumbnails) {}
