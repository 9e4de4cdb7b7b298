package dev.sluice.rtmp.amf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes AMF0 values (AMF 0 specification, section 2). */
public final class Amf0Writer {
    private static final int MAX_SHORT_STRING_BYTES = 0xFFFF;

    private Amf0Writer() {}

    public static byte[] write(List<AmfValue> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (AmfValue value : values) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, AmfValue value) throws IOException {
        switch (value) {
            case AmfValue.Num(double number) -> {
                out.writeByte(0x00);
                out.writeDouble(number);
            }
            case AmfValue.Bool(boolean bool) -> {
                out.writeByte(0x01);
                out.writeBoolean(bool);
            }
            case AmfValue.Text(String text) -> writeText(out, text);
            case AmfValue.Null() -> out.writeByte(0x05);
            case AmfValue.Undefined() -> out.writeByte(0x06);
            case AmfValue.Date(double epochMs) -> {
                out.writeByte(0x0B);
                out.writeDouble(epochMs);
                out.writeShort(0);
            }
            case AmfValue.Properties properties -> writeProperties(out, properties);
            case AmfValue.Array(List<AmfValue> items) -> {
                out.writeByte(0x0A);
                out.writeInt(items.size());
                for (AmfValue item : items) {
                    write(out, item);
                }
            }
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_SHORT_STRING_BYTES) {
            out.writeByte(0x02);
            out.writeShort(utf8.length);
        } else {
            out.writeByte(0x0C);
            out.writeInt(utf8.length);
        }
        out.write(utf8);
    }

    private static void writeProperties(DataOutputStream out, AmfValue.Properties properties) throws IOException {
        if (properties.ecmaArray()) {
            out.writeByte(0x08);
            out.writeInt(properties.entries().size());
        } else {
            out.writeByte(0x03);
        }
        for (Map.Entry<String, AmfValue> entry : properties.entries().entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            out.writeShort(name.length);
            out.write(name);
            write(out, entry.getValue());
        }
        out.writeShort(0);
        out.writeByte(0x09);
    }
}
