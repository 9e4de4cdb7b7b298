package dev.sluice.rtmp.flv;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/**
 * The parts of an Enhanced RTMP v2 tag that wrap others: modifiers (ModEx) and many tracks in one message. The same for
 * audio and video but for the number that means multitrack.
 */
final class ExTagTracks {
    private static final int ONE_TRACK = 0;
    private static final int MANY_TRACKS = 1;
    private static final int MANY_TRACKS_MANY_CODECS = 2;
    private static final int LONG_MOD_EX = 256;

    /** As many as there are track ids. */
    private static final int MAX_TRACKS = 256;

    private ExTagTracks() {}

    /** Receives the tracks of one message in order. */
    @FunctionalInterface
    interface TrackVisitor {
        /** @param trackId 0 is the default track */
        void track(int trackId, int packetType, int fourCc, Payload body) throws MediaParseException;
    }

    /**
     * @param packetType the four low bits of the first byte, which the reader has passed
     * @param multitrack the packet type that means multitrack here
     * @throws MediaParseException malformed, when the message ends inside a field or nests tracks in tracks
     */
    static void forEach(int packetType, int multitrack, ByteReader in, TrackVisitor visitor)
            throws MediaParseException {
        int type = packetType;
        while (type == TagHeaders.MOD_EX) {
            type = skipModifier(in);
        }
        if (type != multitrack) {
            visitor.track(/* trackId= */ 0, type, in.readInt32(), in.readRemaining());
            return;
        }
        int kinds = in.readUnsignedInt8();
        int inner = kinds & 0xF;
        if (inner == multitrack) {
            throw MediaParseException.malformed("tracks inside tracks in one message");
        }
        readTracks(kinds >> 4, inner, in, visitor);
    }

    /** The values of modifiers (a nanosecond offset is the only one there is) are below this server's clock. */
    private static int skipModifier(ByteReader in) throws MediaParseException {
        int size = in.readUnsignedInt8() + 1;
        if (size == LONG_MOD_EX) {
            size = in.readUnsignedInt16() + 1;
        }
        in.skip(size);
        return in.readUnsignedInt8() & 0xF;
    }

    private static void readTracks(int multitrackType, int packetType, ByteReader in, TrackVisitor visitor)
            throws MediaParseException {
        switch (multitrackType) {
            case ONE_TRACK -> {
                int fourCc = in.readInt32();
                visitor.track(in.readUnsignedInt8(), packetType, fourCc, in.readRemaining());
            }
            case MANY_TRACKS -> {
                int fourCc = in.readInt32();
                for (int count = 1; in.hasRemaining(); count++) {
                    visitSized(count, fourCc, packetType, in, visitor);
                }
            }
            case MANY_TRACKS_MANY_CODECS -> {
                for (int count = 1; in.hasRemaining(); count++) {
                    visitSized(count, in.readInt32(), packetType, in, visitor);
                }
            }
            default -> throw MediaParseException.unsupported("multitrack type " + multitrackType);
        }
    }

    private static void visitSized(int count, int fourCc, int packetType, ByteReader in, TrackVisitor visitor)
            throws MediaParseException {
        if (count > MAX_TRACKS) {
            throw MediaParseException.malformed("more than " + MAX_TRACKS + " tracks in one message");
        }
        int trackId = in.readUnsignedInt8();
        visitor.track(trackId, packetType, fourCc, in.readPayload(in.readUnsignedInt24()));
    }
}
