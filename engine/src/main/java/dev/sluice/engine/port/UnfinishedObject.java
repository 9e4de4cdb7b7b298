package dev.sluice.engine.port;

import java.time.Instant;

/** An object in parts that was begun and neither completed nor aborted. */
public record UnfinishedObject(String key, String multipartId, Instant begunAt) {}
