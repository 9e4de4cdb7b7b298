package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.vod.testing.FilmRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How loud the sound of an asset is, and what a file that was cut off says of itself. */
class SoundOfJobTest {
    private final long handlesBefore = NativeMemory.process().handles();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    /** Six seconds of a tone of 1 kHz on two channels. */
    private Path tone(double decibels) throws Exception {
        String amplitude = Double.toString(Math.pow(10, decibels / 20));
        return FilmRecipe.make(
                folder.resolve("tone.wav"),
                "-f",
                "lavfi",
                "-i",
                "aevalsrc=" + amplitude + "*sin(2*PI*1000*t)|" + amplitude + "*sin(2*PI*1000*t):s=48000:d=6");
    }

    private static Loudness loudness(AssetOutput output) {
        AssetRendition sound = output.renditions().getLast();
        return Objects.requireNonNull(sound.loudness());
    }

    @Test
    void tone_isAsLoudAsItsLevel() throws Exception {
        AssetOutput output = new JobRig().run(tone(-23));

        assertThat(loudness(output).integratedLufs()).isEqualTo(-23, within(0.15));
        assertThat(loudness(output).truePeakDbtp()).isEqualTo(-23, within(0.3));
    }

    @Test
    void softTone_isBroughtToTheProfilesLoudness() throws Exception {
        AssetOutput output = new JobRig(JobRig.PROFILE.withLoudness(-16)).run(tone(-30));

        assertThat(loudness(output).integratedLufs()).isEqualTo(-16, within(0.15));
    }

    @Test
    void gain_isHeldBelowTheTruePeak() throws Exception {
        AssetOutput output = new JobRig(JobRig.PROFILE.withLoudness(-10))
                .run(FilmRecipe.make(
                        folder.resolve("peaks.wav"),
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc='if(lt(mod(t,1),0.02),0.5,0.01)*sin(2*PI*1000*t)':s=48000:d=6"));

        assertThat(loudness(output).truePeakDbtp()).isEqualTo(-1, within(0.3));
        assertThat(loudness(output).integratedLufs()).isLessThan(-12);
    }

    @Test
    void soundOfACodecThatIsNotTaken_isToldOf() throws Exception {
        AssetOutput output = new JobRig()
                .run(FilmRecipe.make(
                        folder.resolve("film.mkv"),
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=128x96:rate=25:duration=2",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=sample_rate=16000:duration=2",
                        "-c:v",
                        "mpeg4",
                        "-c:a",
                        "g722"));

        assertThat(output.notes()).contains("The sound in track 1 was left out: adpcm_g722 cannot be decoded here.");
        assertThat(output.renditions()).noneMatch(rendition -> rendition.channels() != null);
    }

    @Test
    void silence_hasNoLoudness() throws Exception {
        AssetOutput output = new JobRig(JobRig.PROFILE.withLoudness(-16))
                .run(FilmRecipe.make(
                        folder.resolve("silence.wav"), "-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo:d=3"));

        assertThat(output.renditions().getLast().loudness()).isNull();
    }

    @Test
    void fileThatWasCutOff_saysSo() throws Exception {
        Path whole = FilmRecipe.make(
                folder.resolve("whole.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=25:d=20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "25",
                "-movflags",
                "+faststart");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        AssetOutput output = new JobRig().run(cut);

        assertThat(output.notes()).anySatisfy(note -> assertThat(note)
                .startsWith("The file ends early: it says that it plays for 20.0 seconds, and there are "));
    }
}
