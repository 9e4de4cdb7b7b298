package dev.sluice.server.e2e;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HLS playlists as a player would. */
final class Hls {
    private static final int MICROS = 6;

    private Hls() {}

    /** A rendition that a multivariant playlist names; video has a size, audio of a group does not. */
    record Rendition(String uri, String codecs, int width, int height, double frameRate) {
        boolean isVideo() {
            return width > 0;
        }

        /** The folder, which is the rendition's name. */
        String name() {
            return uri.substring(0, uri.indexOf('/'));
        }
    }

    /** A segment as a media playlist names it. */
    record Segment(
            long number, String uri, String mapUri, long durationUs, Instant programDateTime, long discontinuity) {}

    /** A media playlist. */
    record Media(long targetDurationSeconds, long mediaSequence, List<Segment> segments, boolean ended) {
        long durationUs() {
            return segments.stream().mapToLong(Segment::durationUs).sum();
        }

        long lastNumber() {
            return mediaSequence + segments.size() - 1;
        }

        long discontinuities() {
            return segments.getLast().discontinuity() - segments.getFirst().discontinuity();
        }
    }

    /** Video variants in the playlist's order, then the renditions of the audio group. */
    static List<Rendition> renditions(String master) {
        List<Rendition> found = new ArrayList<>();
        List<Rendition> audio = new ArrayList<>();
        String variant = "";
        for (String line : master.lines().toList()) {
            if (line.startsWith("#EXT-X-STREAM-INF:")) {
                variant = line;
            } else if (line.startsWith("#EXT-X-MEDIA:TYPE=AUDIO")) {
                audio.add(new Rendition(attribute(line, "URI").orElseThrow(), "", 0, 0, 0));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] size = attribute(variant, "RESOLUTION").orElse("0x0").split("x", -1);
                found.add(new Rendition(
                        line,
                        attribute(variant, "CODECS").orElse(""),
                        Integer.parseInt(size[0]),
                        Integer.parseInt(size[1]),
                        Double.parseDouble(attribute(variant, "FRAME-RATE").orElse("0"))));
            }
        }
        found.addAll(audio);
        return found;
    }

    static Media media(String playlist) {
        List<Segment> segments = new ArrayList<>();
        long sequence =
                tag(playlist, "EXT-X-MEDIA-SEQUENCE").map(Long::parseLong).orElse(0L);
        long discontinuity = tag(playlist, "EXT-X-DISCONTINUITY-SEQUENCE")
                .map(Long::parseLong)
                .orElse(0L);
        String map = "";
        long durationUs = 0;
        Instant time = Instant.EPOCH;
        for (String line : playlist.lines().toList()) {
            if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity++;
            } else if (line.startsWith("#EXT-X-MAP:")) {
                map = attribute(line, "URI").orElseThrow();
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                time = Instant.parse(line.substring(line.indexOf(':') + 1));
            } else if (line.startsWith("#EXTINF:")) {
                String seconds = line.substring("#EXTINF:".length(), line.indexOf(','));
                durationUs = new BigDecimal(seconds).movePointRight(MICROS).longValueExact();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                long number = sequence + segments.size();
                segments.add(new Segment(number, line, map, durationUs, time, discontinuity));
            }
        }
        long target = tag(playlist, "EXT-X-TARGETDURATION").map(Long::parseLong).orElseThrow();
        return new Media(target, sequence, segments, playlist.contains("#EXT-X-ENDLIST"));
    }

    private static Optional<String> tag(String playlist, String name) {
        Matcher matcher =
                Pattern.compile("^#" + name + ":(.*)$", Pattern.MULTILINE).matcher(playlist);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> attribute(String line, String name) {
        Matcher matcher =
                Pattern.compile("[:,]" + name + "=(?:\"([^\"]*)\"|([^,]*))").matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
}
