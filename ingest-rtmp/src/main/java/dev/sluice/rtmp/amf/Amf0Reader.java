package dev.sluice.rtmp.amf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads the AMF0 values of one message (AMF 0 specification, section 2). Bounded by {@link AmfLimits}. */
public final class Amf0Reader {
    private static final int NUMBER = 0x00;
    private static final int BOOLEAN = 0x01;
    private static final int STRING = 0x02;
    private static final int OBJECT = 0x03;
    private static final int NULL = 0x05;
    private static final int UNDEFINED = 0x06;
    private static final int ECMA_ARRAY = 0x08;
    private static final int OBJECT_END = 0x09;
    private static final int STRICT_ARRAY = 0x0A;
    private static final int DATE = 0x0B;
    private static final int LONG_STRING = 0x0C;
    private static final int UNSUPPORTED = 0x0D;
    private static final int XML_DOCUMENT = 0x0F;
    private static final int TYPED_OBJECT = 0x10;
    private static final int AVMPLUS_OBJECT = 0x11;

    private static final int DATE_ZONE_BYTES = 2;

    private final AmfInput in;

    private Amf0Reader(AmfInput in) {
        this.in = in;
    }

    /**
     * All values from the offset to the end.
     *
     * @throws AmfException when the bytes are broken, go beyond the limits, or refer to other values
     */
    public static List<AmfValue> readAll(byte[] bytes, int offset) throws AmfException {
        Amf0Reader reader = new Amf0Reader(new AmfInput(bytes, Math.min(offset, bytes.length)));
        List<AmfValue> values = new ArrayList<>();
        while (reader.in.remaining() > 0) {
            values.add(reader.readValue(/* depth= */ 1));
        }
        return values;
    }

    private AmfValue readValue(int depth) throws AmfException {
        in.countNode(depth);
        int marker = in.readUint8();
        return switch (marker) {
            case NUMBER -> new AmfValue.Num(in.readDouble());
            case BOOLEAN -> new AmfValue.Bool(in.readUint8() != 0);
            case STRING -> new AmfValue.Text(in.readUtf8(in.readUint16()));
            case LONG_STRING, XML_DOCUMENT -> new AmfValue.Text(in.readUtf8(in.readUint32()));
            case NULL -> AmfValue.NULL;
            case UNDEFINED, UNSUPPORTED -> AmfValue.UNDEFINED;
            case DATE -> readDate();
            case OBJECT -> readProperties(depth, /* ecmaArray= */ false);
            case ECMA_ARRAY -> readEcmaArray(depth);
            case TYPED_OBJECT -> readTypedObject(depth);
            case STRICT_ARRAY -> readStrictArray(depth);
            case AVMPLUS_OBJECT -> Amf3Reader.readValue(in, depth);
            default -> throw new AmfException("AMF0 marker 0x" + Integer.toHexString(marker) + " is not supported");
        };
    }

    private AmfValue readDate() throws AmfException {
        double epochMs = in.readDouble();
        in.skip(DATE_ZONE_BYTES);
        return new AmfValue.Date(epochMs);
    }

    /** The count in front is a hint that many encoders get wrong; the end marker decides. */
    private AmfValue readEcmaArray(int depth) throws AmfException {
        in.readUint32();
        return readProperties(depth, /* ecmaArray= */ true);
    }

    private AmfValue readTypedObject(int depth) throws AmfException {
        in.readUtf8(in.readUint16());
        return readProperties(depth, /* ecmaArray= */ false);
    }

    private AmfValue readProperties(int depth, boolean ecmaArray) throws AmfException {
        SequencedMap<String, AmfValue> entries = new LinkedHashMap<>();
        while (true) {
            String name = in.readUtf8(in.readUint16());
            if (name.isEmpty() && in.peekUint8() == OBJECT_END) {
                in.skip(1);
                return new AmfValue.Properties(entries, ecmaArray);
            }
            entries.put(name, readValue(depth + 1));
        }
    }

    private AmfValue readStrictArray(int depth) throws AmfException {
        int count = in.checkedCount(in.readUint32());
        List<AmfValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(readValue(depth + 1));
        }
        return new AmfValue.Array(items);
    }
}
