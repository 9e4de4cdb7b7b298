package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.vod.testing.FilmRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesOfJobTest {
    private final long handlesBefore = NativeMemory.process().handles();
    private final JobRig rig = new JobRig();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    private BufferedImage image(String name) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(rig.bytes(name)));
    }

    private static double brightness(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return ((rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF)) / 3.0;
    }

    /** Black for three seconds, then something to see. */
    private Path film(String suffix, String... more) throws Exception {
        String picture = "testsrc2=s=320x180:r=25:d=9";
        String[] arguments = new String[] {
            "-f",
            "lavfi",
            "-i",
            "color=black:s=320x180:r=25:d=3",
            "-f",
            "lavfi",
            "-i",
            picture,
            "-filter_complex",
            "[0:v][1:v]concat=n=2:v=1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "25"
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return FilmRecipe.make(folder.resolve("film." + suffix), all);
    }

    @ParameterizedTest
    @CsvSource({"mp4", "mkv", "ts", "flv", "avi"})
    void filmWithABlackBegin_hasAPosterOfWhatComesAfter_andAStoryboard(String suffix) throws Exception {
        AssetOutput output = rig.run(film(suffix));

        String job = rig.jobs.jobName();
        assertThat(output.thumbnail()).isEqualTo("poster-" + job + ".jpg");
        assertThat(output.storyboard()).isEqualTo("storyboard-" + job + ".vtt");
        BufferedImage poster = image("poster-" + job + ".jpg");
        assertThat(poster.getWidth()).isEqualTo(320);
        assertThat(poster.getHeight()).isEqualTo(180);
        assertThat(brightness(poster, 20, 120) + brightness(poster, 200, 20)).isGreaterThan(60);
        BufferedImage sheet = image("storyboard-" + job + "-1.jpg");
        assertThat(sheet.getWidth()).isEqualTo(5 * 160);
        assertThat(sheet.getHeight()).isEqualTo(2 * 90);
        assertThat(brightness(sheet, 80, 45)).as("the first tile is black").isLessThan(10);
        assertThat(brightness(sheet, 2 * 160 + 20, 60)).as("the third is not").isGreaterThan(30);
        assertThat(output.notes()).isEmpty();
    }

    @Test
    void manifestsNameTheStoryboard_andObjectsAreKeptForEver() throws Exception {
        rig.run(film("mp4"));

        String job = rig.jobs.jobName();
        assertThat(rig.text("manifest.mpd"))
                .contains("storyboard-" + job + "-$Number$.jpg")
                .contains("http://dashif.org/guidelines/thumbnail_tile");
        assertThat(rig.text("storyboard-" + job + ".vtt"))
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard-" + job + "-1.jpg#xywh=0,0,160,90\n")
                .endsWith("00:00:10.000 --> 00:00:12.000\nstoryboard-" + job + "-1.jpg#xywh=0,90,160,90\n");
        assertThat(rig.metadata("poster-" + job + ".jpg").contentType()).isEqualTo("image/jpeg");
        assertThat(rig.metadata("storyboard-" + job + ".vtt").contentType()).isEqualTo("text/vtt");
        assertThat(rig.metadata("storyboard-" + job + "-1.jpg").cacheControl()).contains("immutable");
    }

    @Test
    void uprightFilmOfACamera_isTurned() throws Exception {
        Path lying = film("mp4");
        Path turned = FilmRecipe.make(
                folder.resolve("turned.mp4"), "-display_rotation", "90", "-i", lying.toString(), "-c", "copy");

        rig.run(turned);

        String job = rig.jobs.jobName();
        BufferedImage poster = image("poster-" + job + ".jpg");
        assertThat(poster.getWidth()).isEqualTo(180);
        assertThat(poster.getHeight()).isEqualTo(320);
        BufferedImage sheet = image("storyboard-" + job + "-1.jpg");
        assertThat(sheet.getWidth()).isEqualTo(5 * 90);
        assertThat(sheet.getHeight()).isEqualTo(2 * 160);
    }

    @ParameterizedTest
    @CsvSource({"mjpeg, m4a", "png, m4a", "mjpeg, mp3"})
    void soundWithACover_hasItAsPoster(String codec, String suffix) throws Exception {
        Path sound = FilmRecipe.make(
                folder.resolve("song." + suffix),
                "-f",
                "lavfi",
                "-i",
                "sine=440:d=3",
                "-f",
                "lavfi",
                "-i",
                "color=white:s=300x300:d=1:r=1",
                "-map",
                "0",
                "-map",
                "1",
                "-c:v",
                codec,
                "-frames:v",
                "1",
                "-pix_fmt:v",
                codec.equals("png") ? "rgb24" : "yuvj420p",
                "-disposition:v",
                "attached_pic");

        AssetOutput output = rig.run(sound);

        assertThat(output.notes()).isEmpty();
        assertThat(output.thumbnail()).isEqualTo("poster-" + rig.jobs.jobName() + ".jpg");
        assertThat(output.storyboard()).isNull();
        BufferedImage poster = image("poster-" + rig.jobs.jobName() + ".jpg");
        assertThat(poster.getWidth()).isEqualTo(300);
        assertThat(brightness(poster, 150, 150)).isGreaterThan(250);
    }

    @Test
    void soundAlone_hasNoPictures() throws Exception {
        Path sound = FilmRecipe.make(folder.resolve("song.m4a"), "-f", "lavfi", "-i", "sine=440:d=3");

        AssetOutput output = rig.run(sound);

        assertThat(output.thumbnail()).isNull();
        assertThat(output.notes()).isEmpty();
        assertThat(rig.jobs.stepNames()).doesNotContain(StepNames.PICTURES);
    }
}
