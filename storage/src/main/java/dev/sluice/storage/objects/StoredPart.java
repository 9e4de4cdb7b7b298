package dev.sluice.storage.objects;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part that is durable, as the name of a file says it: {@code NUMBER.TAG} holds the part itself,
 * {@code NUMBER.TAG.at-POSITION} is empty and says that the part is in the body, at that byte of it.
 *
 * <p>The tag is made of the part's size and CRC-32C. It tells one version of a part from another and the same bytes
 * sent again from other bytes; it guards against no forger, who would only spoil an upload of their own, and costs a
 * tenth of what MD5 does.
 *
 * @param position in the body; {@link #ASIDE} when it has a file of its own
 */
record StoredPart(int number, String tag, long position) {
    static final long ASIDE = -1;

    private static final Pattern NAME =
            Pattern.compile("([0-9]{5})\\.(([0-9a-f]{8})[0-9a-f]{8})(?:\\.at-([0-9a-f]{1,15}))?");
    private static final int HEX = 16;
    private static final int SIZE_DIGITS = 8;

    /** Empty for the name of anything else. */
    static Optional<StoredPart> parse(String fileName) {
        Matcher name = NAME.matcher(fileName);
        if (!name.matches()) {
            return Optional.empty();
        }
        String position = name.group(4);
        return Optional.of(new StoredPart(
                Integer.parseInt(name.group(1)),
                name.group(2),
                position == null ? ASIDE : Long.parseLong(position, HEX)));
    }

    static String tag(long sizeBytes, long checksum) {
        return "%08x%08x".formatted(sizeBytes, checksum);
    }

    /** The same bytes in the body. */
    StoredPart at(long positionInBody) {
        return new StoredPart(number, tag, positionInBody);
    }

    String fileName() {
        String own = "%05d.%s".formatted(number, tag);
        return isInBody() ? own + ".at-" + Long.toHexString(position) : own;
    }

    boolean isInBody() {
        return position != ASIDE;
    }

    long sizeBytes() {
        return Long.parseLong(tag, 0, SIZE_DIGITS, HEX);
    }

    /** Where it ends in the body. */
    long end() {
        return position + sizeBytes();
    }

    /** Whether bytes of the body would be both parts'. */
    boolean overlaps(StoredPart other) {
        return isInBody() && other.isInBody() && position < other.end() && other.position < end();
    }
}
