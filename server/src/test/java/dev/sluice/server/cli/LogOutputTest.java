package dev.sluice.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What a line of the log looks like. */
class LogOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void text_duringARequest_showsItsIds() throws Exception {
        Logger log = logger(textEncoder());
        log.info("outside");
        put("request_id", "r-1");
        put("correlation_id", "c-2");
        log.info("inside");
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines[0]).endsWith("INFO  dev.sluice.Some outside");
        assertThat(lines[1])
                .contains("INFO  dev.sluice.Some [")
                .contains("request_id=r-1", "correlation_id=c-2", "] inside");
    }

    @Test
    void json_duringARequest_isOneObjectWithItsId() throws Exception {
        Logger log = logger(LogOutput.jsonEncoder());
        put("request_id", "r-1");
        log.warn("a \"quoted\"\nmessage", new IllegalStateException("because"));
        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = new JsonMapper().readTree(line);
        assertThat(json.path("request_id").asText()).isEqualTo("r-1");
        assertThat(json.path("message").asText()).isEqualTo("a \"quoted\"\nmessage");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("logger_name").asText()).isEqualTo("dev.sluice.Some");
        assertThat(json.path("stack_trace").asText()).contains("because");
        assertThat(json.path("@timestamp").asText()).endsWith("Z");
    }

    private void put(String key, String value) {
        context.getMDCAdapter().put(key, value);
    }

    private Logger logger(Encoder<ILoggingEvent> encoder) {
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        context.setMDCAdapter(new LogbackMDCAdapter());
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        return context.getLogger("dev.sluice.Some");
    }

    /** As {@code logback.xml} has it. */
    private Encoder<ILoggingEvent> textEncoder() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = Objects.requireNonNull(LogOutput.class.getResource("/logback.xml"));
        configurator.doConfigure(file);
        var console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        return console.getEncoder();
    }
}
