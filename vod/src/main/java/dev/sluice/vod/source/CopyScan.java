package dev.sluice.vod.source;

import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.AvcStream;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.source.CopyFacts.Start;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into each access unit of an H.264 track, up to the first one that cannot be played as it is. One pass over the
 * packets of that track, in the order of the file; one thread.
 */
final class CopyScan {
    /** Of each half second one IDR picture is kept in mind: segments have whole seconds. */
    private static final long SLOT_TICKS = Timescale.VIDEO.ticksPerSecond() / 2;

    /** Pictures from one IDR picture to the next at most: more are more seconds than a segment may have. */
    private static final int MAX_GOP_PICTURES = 3_000;

    private static final String CHANGED = "its parameter sets change on the way";

    private final @Nullable AvcStream stream;
    private final Payload configuration;
    private final List<Start> starts = new ArrayList<>();
    private final Set<Long> gopTicks = new HashSet<>();
    private @Nullable String obstacle;
    private long firstTicks;
    private long gopStartTicks;
    private long lastTicks = Long.MIN_VALUE;
    private long lastDtsTicks = Long.MIN_VALUE;
    private long lastSlot = -1;
    private long totalBytes;

    private CopyScan(@Nullable AvcStream stream, Payload configuration, @Nullable String obstacle) {
        this.stream = stream;
        this.configuration = configuration;
        this.obstacle = obstacle;
    }

    /** @return null for a track of another codec */
    static @Nullable CopyScan of(MediaFile file, SourceDescription description) {
        return description
                .chosenVideo()
                .filter(video -> video.stream().codec().equals("h264"))
                .map(video -> open(file.configuration(video.stream().index())))
                .orElse(null);
    }

    private static CopyScan open(Payload configuration) {
        try {
            AvcStream stream = AvcStream.of(configuration);
            String obstacle =
                    switch (stream.parameters().sequenceParameterSets().size()) {
                        case 1 -> stream.allowsFields() ? "it is coded for interlaced pictures" : null;
                        default -> "it has several sequence parameter sets";
                    };
            return new CopyScan(stream, configuration, obstacle);
        } catch (MediaParseException e) {
            return new CopyScan(null, configuration, "its parameter sets cannot be read");
        }
    }

    void add(FilePacket packet) {
        AvcStream known = stream;
        if (obstacle == null && known != null) {
            try {
                obstacle = problem(known, packet);
            } catch (MediaParseException e) {
                obstacle = "some of its pictures are not stored as H.264 is";
            }
        }
    }

    CopyFacts result() {
        String why = obstacle == null && starts.isEmpty() ? "it has no picture" : obstacle;
        AvcStream known = stream;
        return new CopyFacts(
                why,
                known == null ? 0 : known.profileIdc(),
                known == null ? 0 : known.constraintFlags(),
                known == null ? 0 : known.levelIdc(),
                why == null ? starts : List.of(),
                totalBytes);
    }

    private @Nullable String problem(AvcStream known, FilePacket packet) throws MediaParseException {
        if (packet.isHidden()) {
            return "some of its pictures are hidden by an edit list";
        }
        if (packet.isDamaged() || packet.sizeBytes() == 0) {
            return "some of its pictures are damaged";
        }
        if (packet.ptsTicks() == FilePacket.NO_TIME) {
            return "some of its pictures have no time";
        }
        if (packet.dtsTicks() != FilePacket.NO_TIME && packet.dtsTicks() <= lastDtsTicks) {
            return "its decode times do not rise";
        }
        Payload stored = Payload.wrap(packet.bytes());
        Payload told = packet.newConfiguration();
        if ((told != null && !told.equals(configuration)) || !known.keepsParameters(stored)) {
            return CHANGED;
        }
        if (known.hasEmptyUnits(stored)) {
            return "some of its pictures are damaged";
        }
        Payload sample = known.sample(stored);
        if (sample.isEmpty()) {
            return "some of its samples hold no picture";
        }
        String misplaced = place(packet, NalUnits.containsAvcIdr(sample));
        lastDtsTicks = packet.dtsTicks() == FilePacket.NO_TIME ? lastDtsTicks : packet.dtsTicks();
        totalBytes += sample.sizeBytes();
        return misplaced;
    }

    private @Nullable String place(FilePacket packet, boolean idr) {
        long ticks = packet.ptsTicks();
        boolean first = starts.isEmpty();
        if (first && !idr) {
            return "it does not begin with an IDR picture";
        }
        if (idr) {
            if (!first && ticks <= lastTicks) {
                return "its pictures are shown across IDR pictures";
            }
            gopTicks.clear();
            gopStartTicks = ticks;
            firstTicks = first ? ticks : firstTicks;
            long slot = (ticks - firstTicks) / SLOT_TICKS;
            if (slot != lastSlot) {
                lastSlot = slot;
                long dts = packet.dtsTicks() == FilePacket.NO_TIME ? ticks : packet.dtsTicks();
                starts.add(new Start(ticks, dts, totalBytes));
            }
        } else if (ticks <= gopStartTicks) {
            return "its pictures are shown across IDR pictures";
        }
        lastTicks = Math.max(lastTicks, ticks);
        if (!gopTicks.add(ticks)) {
            return "two of its pictures are shown at the same time";
        }
        return gopTicks.size() > MAX_GOP_PICTURES
                ? "its IDR pictures are more than " + MAX_GOP_PICTURES + " pictures apart"
                : null;
    }
}
