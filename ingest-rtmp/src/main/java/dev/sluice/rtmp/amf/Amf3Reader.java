package dev.sluice.rtmp.amf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads one AMF3 value where AMF0 switches to it (AMF 3 specification, section 3). Its tables of strings and traits
 * live for that one value. A reference to another object reads as undefined: values here are trees, and a few bytes of
 * references could stand for a tree that no walk gets to the end of. Externalizable objects, vectors and dictionaries
 * are refused: only classes would know how to read them.
 */
final class Amf3Reader {
    private static final int UNDEFINED = 0x00;
    private static final int NULL = 0x01;
    private static final int FALSE = 0x02;
    private static final int TRUE = 0x03;
    private static final int INTEGER = 0x04;
    private static final int DOUBLE = 0x05;
    private static final int STRING = 0x06;
    private static final int XML_DOCUMENT = 0x07;
    private static final int DATE = 0x08;
    private static final int ARRAY = 0x09;
    private static final int OBJECT = 0x0A;
    private static final int XML = 0x0B;
    private static final int BYTE_ARRAY = 0x0C;

    private static final int INTEGER_BITS = 29;

    private final AmfInput in;
    private final List<String> strings = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();
    private int objectCount;

    private record Traits(boolean dynamic, List<String> names) {}

    private Amf3Reader(AmfInput in) {
        this.in = in;
    }

    static AmfValue readValue(AmfInput in, int depth) throws AmfException {
        return new Amf3Reader(in).read(depth);
    }

    private AmfValue read(int depth) throws AmfException {
        in.countNode(depth);
        int marker = in.readUint8();
        return switch (marker) {
            case UNDEFINED -> AmfValue.UNDEFINED;
            case NULL -> AmfValue.NULL;
            case FALSE -> new AmfValue.Bool(false);
            case TRUE -> new AmfValue.Bool(true);
            case INTEGER -> new AmfValue.Num((readUint29() << (32 - INTEGER_BITS)) >> (32 - INTEGER_BITS));
            case DOUBLE -> new AmfValue.Num(in.readDouble());
            case STRING -> new AmfValue.Text(readString());
            case DATE -> readDate();
            case ARRAY -> readArray(depth);
            case OBJECT -> readObject(depth);
            case XML, XML_DOCUMENT -> readXml();
            case BYTE_ARRAY -> readByteArray();
            default -> throw new AmfException("AMF3 marker 0x" + Integer.toHexString(marker) + " is not supported");
        };
    }

    /** Seven bits a byte, eight in the fourth. */
    private int readUint29() throws AmfException {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = in.readUint8();
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80) {
                return value;
            }
        }
        return (value << 8) | in.readUint8();
    }

    private String readString() throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return lookUp(strings, header >> 1);
        }
        String text = in.readUtf8(header >> 1);
        if (!text.isEmpty()) {
            strings.add(text);
        }
        return text;
    }

    private AmfValue readDate() throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return objectReference(header);
        }
        objectCount++;
        return new AmfValue.Date(in.readDouble());
    }

    private AmfValue readXml() throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return objectReference(header);
        }
        objectCount++;
        return new AmfValue.Text(in.readUtf8(header >> 1));
    }

    private AmfValue readByteArray() throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return objectReference(header);
        }
        objectCount++;
        in.skip(header >> 1);
        return AmfValue.UNDEFINED;
    }

    private AmfValue readArray(int depth) throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return objectReference(header);
        }
        int count = in.checkedCount(header >> 1);
        objectCount++;
        SequencedMap<String, AmfValue> named = new LinkedHashMap<>();
        for (String name = readString(); !name.isEmpty(); name = readString()) {
            named.put(name, read(depth + 1));
        }
        List<AmfValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(depth + 1));
        }
        return named.isEmpty()
                ? new AmfValue.Array(items)
                : new AmfValue.Properties(withIndices(named, items), /* ecmaArray= */ true);
    }

    private static SequencedMap<String, AmfValue> withIndices(
            SequencedMap<String, AmfValue> named, List<AmfValue> items) {
        for (int i = 0; i < items.size(); i++) {
            named.put(Integer.toString(i), items.get(i));
        }
        return named;
    }

    private AmfValue readObject(int depth) throws AmfException {
        int header = readUint29();
        if ((header & 1) == 0) {
            return objectReference(header);
        }
        Traits shape = readTraits(header);
        objectCount++;
        SequencedMap<String, AmfValue> entries = new LinkedHashMap<>();
        for (String name : shape.names()) {
            entries.put(name, read(depth + 1));
        }
        if (shape.dynamic()) {
            for (String name = readString(); !name.isEmpty(); name = readString()) {
                entries.put(name, read(depth + 1));
            }
        }
        return AmfValue.object(entries);
    }

    private Traits readTraits(int header) throws AmfException {
        if ((header & 2) == 0) {
            return lookUp(traits, header >> 2);
        }
        if ((header & 4) != 0) {
            throw new AmfException("an externalizable AMF3 object");
        }
        readString();
        int count = in.checkedCount(header >> 4);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(readString());
        }
        Traits shape = new Traits((header & 8) != 0, names);
        traits.add(shape);
        return shape;
    }

    private AmfValue objectReference(int header) throws AmfException {
        int index = header >> 1;
        if (index >= objectCount) {
            throw new AmfException("an AMF3 reference to object " + index + " of " + objectCount);
        }
        return AmfValue.UNDEFINED;
    }

    private static <T> T lookUp(List<T> table, int index) throws AmfException {
        if (index >= table.size()) {
            throw new AmfException("an AMF3 reference to entry " + index + " of " + table.size());
        }
        return table.get(index);
    }
}
