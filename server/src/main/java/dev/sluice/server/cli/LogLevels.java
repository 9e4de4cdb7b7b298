package dev.sluice.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sluice.server.config.SluiceConfig.LogLevel;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log level of the program's own classes; libraries keep what {@code logback.xml} says. */
final class LogLevels {
    private LogLevels() {}

    static void apply(LogLevel level) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (LoggerFactory.getLogger("dev.sluice") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(level.name()));
        }
    }
}
