package dev.sluice.packager.text;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the cues of a WebVTT or SubRip file that somebody sent. What is wrong is refused with the number of its line,
 * rather than shown wrongly or not at all. Style and region blocks, notes and cue names are passed over; a cue without
 * text is left out.
 */
public final class CueParser {
    /** No film has more text than this. */
    public static final int MAX_FILE_BYTES = 4 << 20;

    public static final int MAX_CUES = 50_000;
    private static final int MAX_LINE_CHARS = 4_096;
    private static final int MAX_LINES_OF_CUE = 64;
    private static final int MAX_HOURS = 100;

    private static final Pattern SIGNATURE = Pattern.compile("WEBVTT(?:[ \t].*)?");
    private static final Pattern BLOCK_WITHOUT_CUE = Pattern.compile("(?:NOTE|STYLE|REGION)(?:[ \t].*)?");
    private static final String TIME = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
    private static final Pattern TIMES = Pattern.compile("[ \t]*" + TIME + "[ \t]*-->[ \t]*" + TIME + "(.*)");

    /** What SubRip files took over from Advanced SubStation, such as a place on the screen. */
    private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}\n]*}");

    private static final int SECOND_TIME = 4;
    private static final int SETTINGS = 9;

    private final List<String> lines;
    private final List<Cue> cues = new ArrayList<>();
    private int next;

    private CueParser(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads a file of either format, told apart by the signature of WebVTT.
     *
     * @return by rising start
     * @throws MediaParseException when the file is not UTF-8, too large, or a cue is malformed
     */
    public static List<Cue> parse(Payload file) throws MediaParseException {
        if (file.sizeBytes() > MAX_FILE_BYTES) {
            throw MediaParseException.unsupported(
                    "subtitles of " + file.sizeBytes() + " bytes; " + MAX_FILE_BYTES + " at most");
        }
        CueParser parser = new CueParser(lines(decode(file)));
        parser.parse();
        parser.cues.sort(Comparator.comparingLong(Cue::startUs));
        return List.copyOf(parser.cues);
    }

    private static String decode(Payload file) throws MediaParseException {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(file.buffer()).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            MediaParseException refused = MediaParseException.unsupported("subtitles that are not UTF-8 text");
            refused.initCause(e);
            throw refused;
        }
    }

    private static List<String> lines(String text) throws MediaParseException {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > MAX_LINE_CHARS) {
                throw malformed(i, "longer than " + MAX_LINE_CHARS + " characters");
            }
        }
        return lines;
    }

    private void parse() throws MediaParseException {
        boolean webVtt = !lines.isEmpty() && SIGNATURE.matcher(lines.getFirst()).matches();
        if (webVtt) {
            skipBlock();
        }
        while (next < lines.size()) {
            if (lines.get(next).isBlank()) {
                next++;
            } else if (webVtt && BLOCK_WITHOUT_CUE.matcher(lines.get(next)).matches()) {
                skipBlock();
            } else {
                cue(webVtt);
            }
        }
        if (cues.isEmpty() && !webVtt) {
            throw MediaParseException.malformed("neither WebVTT nor SubRip: no signature and no cues");
        }
    }

    /** A number or name, if any; times and settings; text up to an empty line. */
    private void cue(boolean webVtt) throws MediaParseException {
        int namedAt = next;
        if (!lines.get(next).contains("-->")) {
            next++;
        }
        Matcher times = TIMES.matcher(next < lines.size() ? lines.get(next) : "");
        if (!times.matches()) {
            throw malformed(
                    Math.min(next, lines.size() - 1),
                    "a cue without its times (named on line " + (namedAt + 1)
                            + ", such as 00:01:02.500 --> 00:01:04.000)");
        }
        int timesAt = next;
        long startUs = timeUs(times, 0, timesAt);
        long endUs = timeUs(times, SECOND_TIME, timesAt);
        if (endUs <= startUs) {
            throw malformed(timesAt, "a cue that ends before it starts");
        }
        String settings = webVtt ? settings(times.group(SETTINGS)) : "";
        next++;
        String markup = text();
        String text =
                CueText.ofMarkup(webVtt ? markup : OVERRIDE.matcher(markup).replaceAll(""));
        if (!text.isBlank()) {
            if (cues.size() == MAX_CUES) {
                throw malformed(timesAt, "more than " + MAX_CUES + " cues");
            }
            cues.add(new Cue(startUs, endUs, text, settings));
        }
    }

    private String text() throws MediaParseException {
        int from = next;
        skipBlock();
        if (next - from > MAX_LINES_OF_CUE) {
            throw malformed(from, "a cue of more than " + MAX_LINES_OF_CUE + " lines");
        }
        for (int i = from; i < next; i++) {
            if (lines.get(i).contains("-->")) {
                throw malformed(i, "times inside of a cue's text; an empty line is missing before");
            }
        }
        return String.join("\n", lines.subList(from, next));
    }

    private void skipBlock() {
        while (next < lines.size() && !lines.get(next).isBlank()) {
            next++;
        }
    }

    /** Those that WebVTT knows, but for regions, which are not kept. */
    private static String settings(String text) {
        List<String> kept = new ArrayList<>();
        for (String setting : text.strip().split("[ \t]+", -1)) {
            if (!setting.isEmpty() && Cue.isSettings(setting)) {
                kept.add(setting);
            }
        }
        return String.join(" ", kept);
    }

    private static long timeUs(Matcher times, int groupsBefore, int line) throws MediaParseException {
        String hours = times.group(groupsBefore + 1);
        long hour = hours == null ? 0 : Long.parseLong(hours);
        long minute = Long.parseLong(times.group(groupsBefore + 2));
        long second = Long.parseLong(times.group(groupsBefore + 3));
        String fraction = times.group(groupsBefore + 4);
        long us =
                Long.parseLong(fraction) * (fraction.length() == 3 ? 1_000 : fraction.length() == 2 ? 10_000 : 100_000);
        if (hour >= MAX_HOURS || minute > 59 || second > 59) {
            throw malformed(line, "minutes or seconds above 59, or " + MAX_HOURS + " hours and more");
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + us;
    }

    private static MediaParseException malformed(int lineIndex, String what) {
        return MediaParseException.malformed("line " + (lineIndex + 1) + ": " + what);
    }
}
