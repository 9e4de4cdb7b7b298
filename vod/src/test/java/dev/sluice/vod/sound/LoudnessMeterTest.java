package dev.sluice.vod.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.engine.asset.Loudness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals of EBU Tech 3341, which tell a meter that is right from one that is not. */
class LoudnessMeterTest {
    private static final int RATE = 48_000;

    private static double amplitude(double decibels) {
        return Math.pow(10, decibels / 20);
    }

    private static void addTone(LoudnessMeter meter, int rate, int channels, double hz, double dbfs, double seconds) {
        int count = (int) (rate * seconds);
        float[] interleaved = new float[count * channels];
        for (int i = 0; i < count; i++) {
            double sample = amplitude(dbfs) * Math.sin(2 * Math.PI * hz * i / rate);
            for (int channel = 0; channel < channels; channel++) {
                interleaved[i * channels + channel] = (float) sample;
            }
        }
        meter.add(interleaved);
    }

    @ParameterizedTest
    @CsvSource({"48000, -23", "44100, -23", "48000, -33"})
    void stereoTone_hasTheLoudnessOfItsLevel(int rate, double dbfs) {
        LoudnessMeter meter = new LoudnessMeter(rate, 2);
        addTone(meter, rate, 2, 1_000, dbfs, 20);

        assertThat(meter.loudness().orElseThrow().integratedLufs()).isEqualTo(dbfs, within(0.1));
    }

    @Test
    void softParts_areGatedOut() {
        LoudnessMeter meter = new LoudnessMeter(RATE, 2);
        addTone(meter, RATE, 2, 1_000, -72, 10);
        addTone(meter, RATE, 2, 1_000, -36, 10);
        addTone(meter, RATE, 2, 1_000, -23, 60);
        addTone(meter, RATE, 2, 1_000, -36, 10);
        addTone(meter, RATE, 2, 1_000, -72, 10);

        assertThat(meter.loudness().orElseThrow().integratedLufs()).isEqualTo(-23, within(0.1));
    }

    @Test
    void surroundTone_weighsItsChannels() {
        LoudnessMeter meter = new LoudnessMeter(RATE, 6);
        double[] dbfs = {-28, -28, -24, Double.NEGATIVE_INFINITY, -30, -30};
        float[] interleaved = new float[20 * RATE * 6];
        for (int i = 0; i < interleaved.length; i++) {
            int sample = i / 6;
            interleaved[i] = (float) (amplitude(dbfs[i % 6]) * Math.sin(2 * Math.PI * 1_000 * sample / RATE));
        }
        meter.add(interleaved);

        assertThat(meter.loudness().orElseThrow().integratedLufs()).isEqualTo(-23, within(0.1));
    }

    @Test
    void peakBetweenTwoSamples_isFound() {
        LoudnessMeter meter = new LoudnessMeter(RATE, 1);
        float[] tone = new float[RATE];
        for (int i = 0; i < tone.length; i++) {
            // A quarter of the rate, an eighth of a turn late: no sample ever is at the crest.
            tone[i] = (float) (0.5 * Math.sin(Math.PI / 2 * i + Math.PI / 4));
        }
        meter.add(tone);

        Loudness loudness = meter.loudness().orElseThrow();
        assertThat(loudness.truePeakDbtp()).isEqualTo(-6, within(0.4));
    }

    @Test
    void silence_hasNone() {
        LoudnessMeter meter = new LoudnessMeter(RATE, 2);
        meter.add(new float[RATE * 2]);

        assertThat(meter.loudness()).isEmpty();
    }

    @Test
    void gain_reachesTheTarget_butNotAboveThePeakThatIsAllowed() {
        assertThat(LoudnessGain.factor(new Loudness(-33, -20), -23)).isEqualTo(amplitude(10), within(1e-9));
        assertThat(LoudnessGain.factor(new Loudness(-13, -0.5), -23)).isEqualTo(amplitude(-10), within(1e-9));
        assertThat(LoudnessGain.factor(new Loudness(-33, -3), -23)).isEqualTo(amplitude(2), within(1e-9));
    }
}
