package dev.sluice.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\r\nX: y", "a\u001b[31m", "<b>", "ä", "${jndi:x}", "a\"b", "a\n"})
    void accept_unfitForLogs_isReplaced(String sent) {
        assertThat(RequestIds.accept(sent, null)).matches("req_[0-9a-f]{12}");
    }

    @Test
    void accept_plainAndShort_isKept() {
        assertThat(RequestIds.accept("abc-DEF_1.2", "other")).isEqualTo("abc-DEF_1.2");
        assertThat(RequestIds.accept("a".repeat(64), null)).hasSize(64);
        assertThat(RequestIds.accept("a".repeat(65), null)).startsWith("req_");
        assertThat(RequestIds.accept(null, null)).startsWith("req_");
    }

    @Test
    void accept_onlyACorrelationIdIsFit_takesIt() {
        assertThat(RequestIds.accept(null, "trip-7")).isEqualTo("trip-7");
        assertThat(RequestIds.accept("not fit", "trip-7")).isEqualTo("trip-7");
        assertThat(RequestIds.accept("not fit", "nor this")).matches("req_[0-9a-f]{12}");
    }

    @Test
    void generate_twice_differs() {
        assertThat(RequestIds.generate()).isNotEqualTo(RequestIds.generate());
    }
}
