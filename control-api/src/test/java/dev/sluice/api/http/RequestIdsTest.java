package dev.sluice.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\r\nX: y", "a\u001b[31m", "<b>", "ä", "${jndi:x}", "a\"b", "a\n"})
    void accept_unfitForLogs_isReplaced(String sent) {
        assertThat(RequestIds.accept(sent)).matches("req_[0-9a-f]{12}");
    }

    @Test
    void accept_plainAndShort_isKept() {
        assertThat(RequestIds.accept("abc-DEF_1.2")).isEqualTo("abc-DEF_1.2");
        assertThat(RequestIds.accept("a".repeat(64))).hasSize(64);
        assertThat(RequestIds.accept("a".repeat(65))).startsWith("req_");
        assertThat(RequestIds.accept(null)).startsWith("req_");
    }

    @Test
    void generate_twice_differs() {
        assertThat(RequestIds.generate()).isNotEqualTo(RequestIds.generate());
    }
}
