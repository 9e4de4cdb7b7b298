package dev.sluice.rtmp.amf;

import static dev.sluice.rtmp.Wire.ascii;
import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Amf3ReaderTest {
    private static final byte[] SWITCH = bytes(0x11);
    private static final byte[] NO_NAME = bytes(1);

    private static AmfValue read(byte[]... pieces) throws AmfException {
        List<AmfValue> values = Amf0Reader.readAll(join(SWITCH, join(pieces), bytes(5)), 0);
        assertThat(values).as("AMF0 goes on behind the value").hasSize(2).endsWith(AmfValue.NULL);
        return values.getFirst();
    }

    /** A string or name in place, up to 63 bytes. */
    private static byte[] text(String text) {
        return join(bytes(text.length() << 1 | 1), ascii(text));
    }

    @Test
    void scalars_areRead() throws Exception {
        assertThat(read(bytes(0))).isEqualTo(AmfValue.UNDEFINED);
        assertThat(read(bytes(1))).isEqualTo(AmfValue.NULL);
        assertThat(read(bytes(2))).isEqualTo(new AmfValue.Bool(false));
        assertThat(read(bytes(3))).isEqualTo(new AmfValue.Bool(true));
        assertThat(read(bytes(5, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0))).isEqualTo(AmfValue.of(1.5));
        assertThat(read(bytes(6), text("hi"))).isEqualTo(AmfValue.of("hi"));
        assertThat(read(bytes(8, 1, 0x40, 0, 0, 0, 0, 0, 0, 0))).isEqualTo(new AmfValue.Date(2));
        assertThat(read(bytes(7), text("<x/>"))).isEqualTo(AmfValue.of("<x/>"));
        assertThat(read(bytes(11), text("<x/>"))).isEqualTo(AmfValue.of("<x/>"));
        assertThat(read(bytes(12, 2 << 1 | 1, 9, 9))).isEqualTo(AmfValue.UNDEFINED);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "7f, 127",
        "8100, 128",
        "ff7f, 16383",
        "818000, 16384",
        "ffff7f, 2097151",
        "80c08000, 2097152",
        "bfffffff, 268435455",
        "c0808000, -268435456",
        "ffffffff, -1"
    })
    void integers_have29BitsAndASign(String hex, double value) throws Exception {
        assertThat(read(bytes(4), HexFormat.of().parseHex(hex))).isEqualTo(AmfValue.of(value));
    }

    @Test
    void arrays_areReadWithAndWithoutNames() throws Exception {
        assertThat(read(bytes(9, 2 << 1 | 1), NO_NAME, bytes(1, 3)))
                .isEqualTo(new AmfValue.Array(List.of(AmfValue.NULL, new AmfValue.Bool(true))));
        AmfValue mixed = read(bytes(9, 1 << 1 | 1), text("a"), bytes(1), NO_NAME, bytes(3));
        assertThat(((AmfValue.Properties) mixed).entries())
                .isEqualTo(Map.of("a", AmfValue.NULL, "0", new AmfValue.Bool(true)));
    }

    @Test
    void objects_areReadWithSealedAndDynamicProperties() throws Exception {
        AmfValue value =
                read(bytes(10, 1 << 4 | 8 | 3), text("Cls"), text("a"), bytes(1), text("b"), bytes(3), NO_NAME);

        assertThat(((AmfValue.Properties) value).entries())
                .isEqualTo(Map.of("a", AmfValue.NULL, "b", new AmfValue.Bool(true)));
    }

    @Test
    void stringAndTraitReferences_areFollowed() throws Exception {
        AmfValue value = read(
                bytes(9, 3 << 1 | 1),
                NO_NAME,
                join(bytes(6), text("hi")),
                bytes(6, 0),
                join(bytes(9, 2 << 1 | 1), NO_NAME),
                join(bytes(10, 1 << 4 | 3), NO_NAME, text("k"), bytes(6, 0)),
                bytes(10, 1, 3));

        AmfValue.Properties first =
                new AmfValue.Properties(new LinkedHashMap<>(Map.of("k", AmfValue.of("hi"))), /* ecmaArray= */ false);
        AmfValue.Properties second = new AmfValue.Properties(
                new LinkedHashMap<>(Map.of("k", new AmfValue.Bool(true))), /* ecmaArray= */ false);
        assertThat(value)
                .isEqualTo(new AmfValue.Array(
                        List.of(AmfValue.of("hi"), AmfValue.of("hi"), new AmfValue.Array(List.of(first, second)))));
    }

    @Test
    void objectReferences_readAsUndefinedSoThatValuesStayTrees() throws Exception {
        AmfValue self = read(bytes(9, 2 << 1 | 1), NO_NAME, bytes(9, 0), bytes(8, 0));

        assertThat(self).isEqualTo(new AmfValue.Array(List.of(AmfValue.UNDEFINED, AmfValue.UNDEFINED)));
    }

    @Test
    void referencesThatDouble_stayAsSmallAsTheirBytes() throws Exception {
        int levels = 30;
        byte[][] pieces = new byte[levels + 2][];
        pieces[0] = join(bytes(9, levels << 1 | 1), NO_NAME);
        pieces[1] = join(bytes(9, 1), NO_NAME);
        for (int level = 1; level < levels; level++) {
            pieces[level + 1] = join(bytes(9, 2 << 1 | 1), NO_NAME, bytes(9, level << 1, 9, level << 1));
        }
        pieces[levels + 1] = bytes();

        assertThat(read(pieces).toString()).hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12})
    void referenceToNothing_isRefused(int marker) {
        assertThatThrownBy(() -> read(bytes(marker, 5 << 1)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("reference");
    }

    @Test
    void traitsThatWereNeverSent_areRefused() {
        assertThatThrownBy(() -> read(bytes(10, 5 << 2 | 1)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("reference");
    }

    @Test
    void externalizableObject_isRefused() {
        assertThatThrownBy(() -> read(bytes(10, 7), text("flex.messaging.io.ArrayCollection"), bytes(1)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("externalizable");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18, 0xFF})
    void vectorsDictionariesAndUnknownMarkers_areRefused(int marker) {
        assertThatThrownBy(() -> read(bytes(marker, 1, 0)))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("0x" + Integer.toHexString(marker));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 10, 12})
    void hugeCountOrLength_isRefusedAtOnce(int marker) {
        assertThatThrownBy(() -> read(bytes(marker, 0xFF, 0xFF, 0xFF, 0xFB, 1))).isInstanceOf(AmfException.class);
    }

    @Test
    void nesting1000Deep_isRefused() {
        byte[][] pieces = new byte[1_000][];
        Arrays.fill(pieces, join(bytes(9, 1 << 1 | 1), NO_NAME));

        assertThatThrownBy(() -> read(pieces))
                .isInstanceOf(AmfException.class)
                .hasMessageContaining("nested more than 32");
    }
}
