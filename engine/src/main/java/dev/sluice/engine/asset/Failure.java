package dev.sluice.engine.asset;

/**
 * Why a file became no asset.
 *
 * @param code stable, for programs
 * @param message a sentence for its owner
 */
public record Failure(String code, String message) {}
