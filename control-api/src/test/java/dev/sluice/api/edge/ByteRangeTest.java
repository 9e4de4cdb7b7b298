package dev.sluice.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.edge.ByteRange.Part;
import dev.sluice.api.edge.ByteRange.Unsatisfiable;
import dev.sluice.api.edge.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 1000",
        "bytes=10-19, 10, 10",
        "bytes=999-, 999, 1",
        "bytes=990-5000, 990, 10",
        "bytes=0-999999999999999999, 0, 1000",
        "bytes=-1, 999, 1",
        "bytes=-1000, 0, 1000",
        "bytes=-5000, 0, 1000",
        "BYTES= 10 - 19 , 10, 10"
    })
    void parse_singleRange_givesThatPart(String header, long offsetBytes, long lengthBytes) {
        assertThat(ByteRange.parse(header, SIZE)).isEqualTo(new Part(offsetBytes, lengthBytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1000", "bytes=999999999999999999-", "bytes=-0"})
    void parse_rangeBehindTheEnd_isUnsatisfiable(String header) {
        assertThat(ByteRange.parse(header, SIZE)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5",
                "bytes=9-5",
                "bytes=0-1,5-6",
                "bytes=0-,0-,0-,0-",
                "bytes=--5",
                "bytes=+1-5",
                "bytes=1-5-7",
                "bytes=٣-٤",
                "bytes=0-9999999999999999999",
                "bytes=9999999999999999999999999-",
                "items=0-5"
            })
    void parse_whatIsNotASingleByteRange_givesTheWhole(String header) {
        assertThat(ByteRange.parse(header, SIZE)).isEqualTo(new Whole());
    }

    @Test
    void parse_noHeader_givesTheWhole() {
        assertThat(ByteRange.parse(null, SIZE)).isEqualTo(new Whole());
    }

    @Test
    void parse_anyRangeOfAnEmptyFile_isUnsatisfiable() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(new Unsatisfiable());
    }
}
