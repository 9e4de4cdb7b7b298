package dev.sluice.rtmp.amf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A value of AMF0 or AMF3. Maps, lists, strings and numbers only: nothing here ever names a class. */
public sealed interface AmfValue {
    AmfValue NULL = new Null();
    AmfValue UNDEFINED = new Undefined();

    /** Any double, NaN and the infinities included. */
    record Num(double value) implements AmfValue {}

    /** True or false. */
    record Bool(boolean value) implements AmfValue {}

    /** A short or long string, decoded as UTF-8 with replacement of what is not. */
    record Text(String value) implements AmfValue {}

    /** No value. */
    record Null() implements AmfValue {}

    /** Not even null. */
    record Undefined() implements AmfValue {}

    /** A point in time; the zone that AMF0 carries beside it is reserved and ignored. */
    record Date(double epochMs) implements AmfValue {}

    /**
     * An object or an ECMA array, in the order sent.
     *
     * @param ecmaArray how it was or will be written; readers treat both alike
     */
    record Properties(SequencedMap<String, AmfValue> entries, boolean ecmaArray) implements AmfValue {
        /** The text under the name, or null when there is none. */
        public @Nullable String text(String name) {
            return entries.get(name) instanceof Text(String value) ? value : null;
        }

        /** The number under the name, or the fallback when there is none. */
        public double number(String name, double fallback) {
            return entries.get(name) instanceof Num(double value) ? value : fallback;
        }
    }

    /** A strict array. */
    record Array(List<AmfValue> items) implements AmfValue {}

    static AmfValue of(String value) {
        return new Text(value);
    }

    static AmfValue of(double value) {
        return new Num(value);
    }

    static Properties object(SequencedMap<String, AmfValue> entries) {
        return new Properties(entries, /* ecmaArray= */ false);
    }

    /** An object of texts, as onStatus information is. */
    static Properties texts(Map<String, String> entries) {
        SequencedMap<String, AmfValue> values = new LinkedHashMap<>();
        entries.forEach((name, text) -> values.put(name, of(text)));
        return object(values);
    }
}
