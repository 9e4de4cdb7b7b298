package dev.sluice.packager.file;

import dev.sluice.packager.cmaf.ByteRange;
import dev.sluice.packager.dash.OnDemandMpdWriter;
import dev.sluice.packager.hls.VodMediaPlaylist;
import dev.sluice.packager.hls.VodMediaPlaylist.Part;
import dev.sluice.packager.hls.VodMediaPlaylist.Segment;
import dev.sluice.packager.text.WebVtt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finished asset and the text of all its manifests, which lie in one folder: names of objects and playlists are
 * relative to it. Immutable; the same value gives the same text.
 *
 * <p>Names of renditions and subtitles are unique over all, and none is {@code storyboard}.
 *
 * @param durationUs of the longest rendition
 * @param video in the order in which players are to see it, the first being where some start; all cut alike
 * @param audio in the order of a player's list
 * @param storyboard null for none
 */
public record FilePresentation(
        long durationUs,
        List<VideoRendition> video,
        List<AudioRendition> audio,
        List<Subtitle> subtitles,
        @Nullable Storyboard storyboard) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    public FilePresentation {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        subtitles = List.copyOf(subtitles);
        if (durationUs <= 0 || (video.isEmpty() && audio.isEmpty())) {
            throw new IllegalArgumentException("nothing to present");
        }
        checkNames(video, audio, subtitles);
    }

    /** The multivariant playlist. */
    public String masterPlaylist() {
        return new FileMasterPlaylist(this).playlist().render();
    }

    public String mediaPlaylist(VideoRendition rendition) {
        return mediaPlaylist(rendition.file());
    }

    public String mediaPlaylist(AudioRendition rendition) {
        return mediaPlaylist(rendition.file());
    }

    /** The whole file as one segment. */
    public String mediaPlaylist(Subtitle subtitle) {
        Segment whole = new Segment(new Part(subtitle.uri(), null), durationUs);
        return new VodMediaPlaylist(VodMediaPlaylist.targetSeconds(durationUs), false, null, List.of(whole)).render();
    }

    /** The pictures that segments start with, each lasting until the next one. */
    public String iFramePlaylist(VideoRendition rendition) {
        TrackFile file = rendition.file();
        SingleFile.Header header = file.header();
        List<Segment> keyFrames = new ArrayList<>();
        long offset = header.firstFragmentOffset();
        for (SegmentEntry entry : file.segments()) {
            long durationUs = file.durationUs(entry);
            if (entry.startsWithSync()) {
                ByteRange range = new ByteRange(offset, entry.keyFrameBytes());
                keyFrames.add(new Segment(new Part(file.uri(), range), durationUs));
            } else if (!keyFrames.isEmpty()) {
                Segment last = keyFrames.removeLast();
                keyFrames.add(new Segment(last.part(), last.durationUs() + durationUs));
            }
            offset += entry.sizeBytes();
        }
        return playlist(file, header, true, keyFrames);
    }

    /** The MPD. */
    public String mpd() {
        return OnDemandMpdWriter.render(new FileMpd(this).mpd());
    }

    /**
     * The WebVTT map of the storyboard.
     *
     * @throws IllegalStateException when there is none
     */
    public String storyboardMap() {
        Storyboard board = storyboard;
        if (board == null) {
            throw new IllegalStateException("no storyboard");
        }
        return WebVtt.storyboard(board.grid(), durationUs, board.sheetUris(durationUs));
    }

    /** They identify representations. */
    private static void checkNames(List<VideoRendition> video, List<AudioRendition> audio, List<Subtitle> subtitles) {
        Set<String> names = new HashSet<>(Set.of(FileMpd.STORYBOARD_ID));
        Stream.of(
                        video.stream().map(VideoRendition::name),
                        audio.stream().map(AudioRendition::name),
                        subtitles.stream().map(Subtitle::name))
                .flatMap(each -> each)
                .forEach(name -> {
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("the name " + name + " is taken");
                    }
                });
    }

    Stream<TrackFile> files() {
        return Stream.concat(
                video.stream().map(VideoRendition::file), audio.stream().map(AudioRendition::file));
    }

    long longestSegmentUs() {
        return files().mapToLong(TrackFile::longestSegmentUs).max().orElseThrow();
    }

    /** One for all renditions (RFC 8216bis section 6.2.4). */
    long targetSeconds() {
        return VodMediaPlaylist.targetSeconds(longestSegmentUs());
    }

    long targetUs() {
        return targetSeconds() * MICROS_PER_SECOND;
    }

    private String mediaPlaylist(TrackFile file) {
        SingleFile.Header header = file.header();
        List<Segment> segments = new ArrayList<>();
        long offset = header.firstFragmentOffset();
        for (SegmentEntry entry : file.segments()) {
            ByteRange range = new ByteRange(offset, entry.sizeBytes());
            segments.add(new Segment(new Part(file.uri(), range), file.durationUs(entry)));
            offset += entry.sizeBytes();
        }
        return playlist(file, header, false, segments);
    }

    private String playlist(TrackFile file, SingleFile.Header header, boolean iFramesOnly, List<Segment> segments) {
        Part map = new Part(file.uri(), header.initRange());
        long longestUs = segments.stream().mapToLong(Segment::durationUs).max().orElse(0);
        long target = Math.max(targetSeconds(), VodMediaPlaylist.targetSeconds(longestUs));
        return new VodMediaPlaylist(target, iFramesOnly, map, segments).render();
    }
}
