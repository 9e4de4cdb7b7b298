package dev.sluice.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.sluice.server.config.SluiceConfig.Log;
import dev.sluice.server.config.SluiceConfig.LogFormat;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log as the settings want it: the level of the program's own classes (libraries keep what {@code logback.xml}
 * says), and lines of text or of JSON.
 */
final class LogOutput {
    private static final String CONSOLE = "console";

    private LogOutput() {}

    /** Call once, before threads log. */
    static void apply(Log settings) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (LoggerFactory.getLogger("dev.sluice") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(settings.level().name()));
            if (settings.format() == LogFormat.JSON) {
                writeJson(logger.getLoggerContext().getLogger(Logger.ROOT_LOGGER_NAME));
            }
        }
    }

    /**
     * For commands that talk to people: the log goes to standard error, and holds only what is worse than what the
     * command says itself. Call once, before threads log.
     */
    static void quiet(boolean verbose) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(verbose ? Level.INFO : Level.ERROR);
            ConsoleAppender<ILoggingEvent> console = console(root);
            console.stop();
            console.setTarget("System.err");
            console.start();
        }
    }

    private static void writeJson(Logger root) {
        ConsoleAppender<ILoggingEvent> console = console(root);
        console.stop();
        Encoder<ILoggingEvent> encoder = jsonEncoder();
        encoder.setContext(console.getContext());
        encoder.start();
        console.setEncoder(encoder);
        console.start();
    }

    private static ConsoleAppender<ILoggingEvent> console(Logger root) {
        if (root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
            return console;
        }
        throw new IllegalStateException("logback.xml has no appender " + CONSOLE);
    }

    /** One object per line: time, level, logger, thread, message, stack trace, and the ids of the request. */
    static Encoder<ILoggingEvent> jsonEncoder() {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setTimeZone("UTC");
        encoder.getFieldNames().setVersion("[ignore]");
        encoder.getFieldNames().setLevelValue("[ignore]");
        return encoder;
    }
}
