package dev.sluice.server.config;

/**
 * One setting as text.
 *
 * @param origin where it was set, for messages: {@code sluice.yaml:12} or the name of an environment variable
 */
record ConfigValue(String text, String origin) {}
