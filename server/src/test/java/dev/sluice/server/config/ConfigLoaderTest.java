package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.plan.EncodeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    @Test
    void load_withoutFileOrEnvironment_givesDefaults() throws Exception {
        SluiceConfig config = ConfigLoader.load(null, Map.of("PATH", "/bin"));

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.rtmp().port()).isEqualTo(1935);
        assertThat(config.api().key()).isEmpty();
        assertThat(config.live().secondPublisher()).isEqualTo(SluiceConfig.SecondPublisher.REJECT);
        assertThat(config.packager().segmentDuration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.transcoder().ladder())
                .extracting(SluiceConfig.Rung::name, SluiceConfig.Rung::bitrateKbps)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1080p", 5000),
                        org.assertj.core.groups.Tuple.tuple("720p", 2800),
                        org.assertj.core.groups.Tuple.tuple("480p", 1400),
                        org.assertj.core.groups.Tuple.tuple("360p", 800));
    }

    @Test
    void load_codecsOfAProfile_areThoseThatAreNamed() throws Exception {
        SluiceConfig config = ConfigLoader.load(
                null, Map.of("SLUICE_VOD_PROFILES_0_CODECS", "h264,av1", "SLUICE_VOD_PROFILES_0_COPY", "false"));

        EncodeProfile profile = VodRules.profile(config.vod().profiles().getFirst());
        assertThat(profile.codecs()).containsExactly(VideoCodec.H264, VideoCodec.AV1);
        assertThat(profile.copy()).isFalse();
        EncodeProfile usual = VodRules.profile(
                ConfigLoader.load(null, Map.of()).vod().profiles().getFirst());
        assertThat(usual).isEqualTo(EncodeProfile.standard());
    }

    @Test
    void load_codecsThatAProfileCannotHave_areProblemsWithTheirRule() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "h264,vp8", "codec vp8 is none of h264, hevc and av1",
                        "av1", "the codecs of a profile are h264 and others beside it")
                .entrySet()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> ConfigLoader.load(null, Map.of("SLUICE_VOD_PROFILES_0_CODECS", wrong.getKey())))
                    .satisfies(e ->
                            assertThat(e.problems()).singleElement().asString().contains(wrong.getValue()));
        }
    }

    @Test
    void load_environment_winsOverFile() throws Exception {
        Path file = file("""
                http:
                  port: 9000
                  host: 127.0.0.1
                """);

        SluiceConfig config = ConfigLoader.load(
                file,
                Map.of(
                        "SLUICE_HTTP_PORT", "9001",
                        "SLUICE_DATA_DIR", "/tmp/elsewhere",
                        "SLUICE_RTMPS_PORT", "2936",
                        "SLUICE_WEBRTC_PORT", "9189",
                        "SLUICE_TRANSCODER_LADDER_1_BITRATE_KBPS", "3000",
                        "SLUICE_STORE_S3_PATH_STYLE", "true"));

        assertThat(config.http().port()).isEqualTo(9001);
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.data().dir()).isEqualTo(Path.of("/tmp/elsewhere"));
        assertThat(config.rtmps().port()).isEqualTo(2936);
        assertThat(config.webrtc().port()).isEqualTo(9189);
        assertThat(config.transcoder().ladder().get(1).bitrateKbps()).isEqualTo(3000);
        assertThat(config.store().s3().pathStyle()).isTrue();
    }

    @Test
    void load_ladderInFile_replacesDefaultLadder() throws Exception {
        Path file = file("""
                transcoder:
                  ladder:
                    - {name: small, height: 180, bitrate-kbps: 300, max-frame-rate: 30, preset: fast}
                """);

        assertThat(ConfigLoader.load(file, Map.of()).transcoder().ladder())
                .extracting(SluiceConfig.Rung::name)
                .containsExactly("small");
    }

    @Test
    void load_unknownKeys_areNamedWithTheirLines() throws Exception {
        Path file = file("""
                # comment
                http:
                  prot: 80
                colour: blue
                rtmp: 1935
                """);

        assertThat(problems(file, Map.of("SLUICE_HTTP_PROT", "1")))
                .containsExactly(
                        file + ":3: unknown key http.prot; did you mean http.port?",
                        file + ":4: unknown key colour",
                        file + ":5: rtmp is a group of keys, not a value",
                        "environment variable SLUICE_HTTP_PROT: there is no such setting");
    }

    @Test
    void load_valuesOfTheWrongType_areNamedWithTheirLines() throws Exception {
        Path file = file("""
                http:
                  port: many
                live:
                  second-publisher: shrug
                packager:
                  segment-duration: two seconds
                """);

        assertThat(problems(file, Map.of("SLUICE_TRANSCODER_LADDER_0_HEIGHT", "")))
                .hasSize(4)
                .anySatisfy(p -> assertThat(p).startsWith(file + ":2: http.port: \"many\" cannot be used: "))
                .anySatisfy(p -> assertThat(p).startsWith(file + ":4: live.second-publisher: \"shrug\" cannot be used"))
                .anySatisfy(p -> assertThat(p).startsWith(file + ":6: packager.segment-duration: \"two seconds\""))
                .contains(
                        "environment variable SLUICE_TRANSCODER_LADDER_0_HEIGHT: transcoder.ladder[0].height: must not"
                                + " be empty");
    }

    @Test
    void load_valuesOutOfRange_areNamedWithTheirLines() throws Exception {
        Path file = file("""
                rtmp:
                  port: 70000
                packager:
                  window-duration: 3s
                """);

        assertThat(problems(file, Map.of("SLUICE_API_KEY", "short")))
                .containsExactly(
                        "environment variable SLUICE_API_KEY: api.key: must have at least 16 characters",
                        file + ":2: rtmp.port: 70000 is not between 0 and 65535",
                        file + ":4: packager.window-duration: 3s is not between 6s and 21600s");
    }

    @Test
    void load_brokenOrDoubledYaml_isNamedWithItsLine() throws Exception {
        assertThat(problems(file("http:\n  port: [1\n"), Map.of()))
                .singleElement()
                .asString()
                .contains(":3: not YAML: ");
        assertThat(problems(file("http:\n  port: 1\nhttp:\n  port: 2\n"), Map.of()))
                .singleElement()
                .asString()
                .endsWith(":3: http is set a second time");
        assertThat(problems(file("a: &x\n  b: *x\n"), Map.of())).isNotEmpty();
        assertThat(problems(directory.resolve("absent.yaml"), Map.of()))
                .containsExactly(directory.resolve("absent.yaml") + ": there is no such file");
    }

    @Test
    void load_kubernetesServiceVariables_areNotOurs() throws Exception {
        ConfigLoader.load(
                null,
                Map.of("SLUICE_SERVICE_HOST", "10.0.0.1", "SLUICE_PORT_8080_TCP_PORT", "8080", "SLUICE_PORT", "x"));
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), yaml);
    }

    private static List<String> problems(Path file, Map<String, String> environment) {
        return assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.load(file, environment))
                .asInstanceOf(type(ConfigException.class))
                .actual()
                .problems();
    }
}
