package dev.sluice.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "GZIP", "br, gzip", "gzip;q=0.001", "deflate;q=0, gzip ; q=1", "gzip;", "a;;b,gzip"})
    void allowsGzip_headerThatNamesIt_isTrue(String header) {
        assertThat(AcceptEncoding.allowsGzip(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", ",", ";;,;", "br", "x-gzip", "gzipped", "gzip;q=0", "gzip; Q=0.000", "gzip;x=1;q=0"})
    void allowsGzip_headerThatDoesNotOrRefuses_isFalse(String header) {
        assertThat(AcceptEncoding.allowsGzip(header)).isFalse();
    }

    @Test
    void allowsGzip_noHeader_isFalse() {
        assertThat(AcceptEncoding.allowsGzip(null)).isFalse();
    }
}
