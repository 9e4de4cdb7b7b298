package dev.sluice.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import org.junit.jupiter.api.Test;

class CoreJsonTest {
    @Test
    void codec_besideDatabind_isStillThatOfJacksonCore() {
        assertThat(new JsonMapper()).as("databind is on the class path").isNotNull();
        assertThat(JsonFactory.load().codec().getClass()).isEqualTo(JacksonCodec.class);
    }
}
