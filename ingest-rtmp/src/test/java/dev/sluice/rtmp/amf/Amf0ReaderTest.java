package dev.sluice.rtmp.amf;

import static dev.sluice.rtmp.Wire.ascii;
import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static dev.sluice.rtmp.Wire.uint32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.rtmp.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Amf0ReaderTest {
    private static final byte[] END = bytes(0, 0, 9);

    private static List<AmfValue> read(byte[]... pieces) throws AmfException {
        return Amf0Reader.readAll(join(pieces), 0);
    }

    private static byte[] name(String text) {
        return join(bytes(text.length() >> 8, text.length()), ascii(text));
    }

    private static byte[] number(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return join(bytes(0), uint32(bits >>> 32), uint32(bits));
    }

    private static AmfValue.Properties properties(boolean ecmaArray, Object... entries) {
        SequencedMap<String, AmfValue> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], (AmfValue) entries[i + 1]);
        }
        return new AmfValue.Properties(map, ecmaArray);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -0.0, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
            })
    void number_isAnyDouble(double value) throws Exception {
        assertThat(read(number(value))).containsExactly(AmfValue.of(value));
    }

    @Test
    void scalars_areRead() throws Exception {
        assertThat(read(bytes(1, 0, 1, 1, 1, 7, 5, 6, 13)))
                .containsExactly(
                        new AmfValue.Bool(false),
                        new AmfValue.Bool(true),
                        new AmfValue.Bool(true),
                        AmfValue.NULL,
                        AmfValue.UNDEFINED,
                        AmfValue.UNDEFINED);
    }

    @Test
    void strings_areReadInAllThreeForms() throws Exception {
        assertThat(read(
                        join(bytes(2), name("ab")),
                        join(bytes(2, 0, 0)),
                        join(bytes(12), uint32(3), ascii("abc")),
                        join(bytes(15), uint32(4), ascii("<x/>"))))
                .containsExactly(AmfValue.of("ab"), AmfValue.of(""), AmfValue.of("abc"), AmfValue.of("<x/>"));
    }

    @Test
    void stringThatIsNoUtf8_isReadWithReplacements() throws Exception {
        assertThat(read(bytes(2, 0, 3, 'a', 0xFF, 'b'))).containsExactly(AmfValue.of("a\ufffdb"));
    }

    @Test
    void longString_isBoundedByTheLimitNotByItsField() throws Exception {
        int most = AmfLimits.MAX_STRING_BYTES;
        assertThat(read(join(bytes(12), uint32(most), new byte[most]))).hasSize(1);

        assertThatThrownBy(() -> read(join(bytes(12), uint32(most + 1), new byte[most + 1])))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("65537");
        assertThatThrownBy(() -> read(bytes(12), uint32(0xFFFF_FFFFL), ascii("x")))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void date_isReadWithoutItsZone() throws Exception {
        byte[] date = number(1_000);
        date[0] = 11;
        assertThat(read(date, bytes(0x12, 0x34))).containsExactly(new AmfValue.Date(1_000));
    }

    @Test
    void object_keepsTheOrderOfItsProperties() throws Exception {
        AmfValue value = read(bytes(3), name("z"), bytes(5), name("a"), bytes(1, 1), name(""), bytes(6), END)
                .getFirst();

        assertThat(value)
                .isEqualTo(properties(false, "z", AmfValue.NULL, "a", new AmfValue.Bool(true), "", AmfValue.UNDEFINED));
        assertThat(((AmfValue.Properties) value).entries().sequencedKeySet()).containsExactly("z", "a", "");
    }

    @Test
    void typedObject_isAnObjectWhoseClassIsForgotten() throws Exception {
        assertThat(read(bytes(16), name("java.lang.Runtime"), name("a"), bytes(5), END))
                .containsExactly(properties(false, "a", AmfValue.NULL));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 1_000, 0x7FFF_FFFFL, 0xFFFF_FFFFL})
    void ecmaArrayWithAnyCount_isReadToItsEndMarker(long count) throws Exception {
        assertThat(read(bytes(8), uint32(count), name("a"), bytes(5), name("b"), bytes(6), END, bytes(5)))
                .containsExactly(properties(true, "a", AmfValue.NULL, "b", AmfValue.UNDEFINED), AmfValue.NULL);
    }

    @Test
    void strictArray_isRead() throws Exception {
        assertThat(read(bytes(10), uint32(2), bytes(5, 6)))
                .containsExactly(new AmfValue.Array(List.of(AmfValue.NULL, AmfValue.UNDEFINED)));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 1_000_000, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
    void strictArrayThatClaimsMoreThanThereIs_isRefusedAtOnce(long count) {
        assertThatThrownBy(() -> read(bytes(10), uint32(count), bytes(5, 6)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("claims " + count);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 10})
    void nesting1000Deep_isRefused(int container) {
        byte[] opening =
                switch (container) {
                    case 3 -> join(bytes(3), name("a"));
                    case 8 -> join(bytes(8), uint32(1), name("a"));
                    default -> join(bytes(10), uint32(1));
                };
        byte[][] pieces = new byte[1_000][];
        Arrays.fill(pieces, opening);

        assertThatThrownBy(() -> read(pieces))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("nested more than 32");
    }

    @Test
    void nesting_isAllowedToTheLimit() {
        byte[][] pieces = new byte[AmfLimits.MAX_DEPTH][];
        Arrays.fill(pieces, join(bytes(10), uint32(1)));
        pieces[pieces.length - 1] = bytes(5);

        assertThatCode(() -> read(pieces)).doesNotThrowAnyException();
    }

    @Test
    void values_areBoundedInAllOfAMessage() throws Exception {
        byte[] nulls = new byte[AmfLimits.MAX_NODES];
        Arrays.fill(nulls, (byte) 5);
        assertThat(read(nulls)).hasSize(AmfLimits.MAX_NODES);

        assertThatThrownBy(() -> read(nulls, bytes(5)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("more than 10000");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 7, 9, 14, 18, 0x7F, 0xFF})
    void markerThatIsNotTaken_isAControlledError(int marker) {
        assertThatThrownBy(() -> read(bytes(marker, 0, 0, 0, 0)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("0x" + Integer.toHexString(marker));
    }

    @Test
    void messageCutAnywhere_isAControlledErrorOrFewerValues() throws Exception {
        byte[] whole = Amf0Writer.write(List.of(
                AmfValue.of("connect"),
                AmfValue.of(1),
                properties(true, "a", new AmfValue.Date(5), "b", new AmfValue.Array(List.of(AmfValue.NULL))),
                AmfValue.of("end")));
        List<AmfValue> values = Amf0Reader.readAll(whole, 0);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                List<AmfValue> fewer = Amf0Reader.readAll(cut, 0);
                assertThat(fewer).isEqualTo(values.subList(0, fewer.size())).hasSizeLessThan(values.size());
            } catch (AmfException e) {
                assertThat(e).hasMessageMatching("AMF ends \\d+ bytes too early|an AMF array that claims .*");
            }
        }
    }

    @Test
    void offsetBehindTheEnd_isNoValue() throws Exception {
        assertThat(Amf0Reader.readAll(Wire.bytes(), 1)).isEmpty();
    }

    @Test
    void whatIsWritten_isReadAgain() throws Exception {
        List<AmfValue> values = new ArrayList<>(List.of(
                AmfValue.of(Math.PI),
                new AmfValue.Bool(true),
                AmfValue.of("\u00e4\u20ac"),
                AmfValue.of("long".repeat(16_384).substring(0, 65_535)),
                AmfValue.of("l".repeat(65_536)),
                AmfValue.NULL,
                AmfValue.UNDEFINED,
                new AmfValue.Date(-1),
                new AmfValue.Array(List.of())));
        values.add(properties(false, "o", properties(true, "e", new AmfValue.Array(List.copyOf(values)))));

        assertThat(Amf0Reader.readAll(Amf0Writer.write(values), 0)).isEqualTo(values);
    }
}
