package dev.sluice.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgePathTest {
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final String ROOT = "/live/" + ID + "/";

    @ParameterizedTest
    @ValueSource(strings = {"master.m3u8", "720p/81.m4s", "a", "a/b/c/d", "720p/init-1_2.mp4", "x..y"})
    void parse_plainName_isTakenAsItIs(String path) {
        EdgePath parsed = EdgePath.parse(ROOT + path);
        assertThat(parsed).isEqualTo(new EdgePath(EdgePath.Space.LIVE, UUID.fromString(ID), path, null));
        assertThat(parsed == null ? null : parsed.storeKey()).isEqualTo("live/" + ID + "/" + path);
    }

    @Test
    void parse_passBeforeTheName_isTakenApart() {
        EdgePath parsed = EdgePath.parse(ROOT + "~abc/720p/1.m4s");
        assertThat(parsed).isEqualTo(new EdgePath(EdgePath.Space.LIVE, UUID.fromString(ID), "720p/1.m4s", "abc"));
        assertThat(EdgePath.parse(ROOT + "~abc")).isNull();
        assertThat(EdgePath.parse(ROOT + "~abc/")).isNull();
        assertThat(EdgePath.parse(ROOT + "~abc/../x")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/../b",
                "a/./b",
                ".hidden",
                "a/.hidden",
                "/a",
                "a//b",
                "a/",
                "a/b/c/d/e",
                "%2e%2e/x",
                "a%2fb",
                "a%00",
                "a\0",
                "a\\b",
                "..;/x",
                "a;b",
                "a b",
                "a?b",
                "a:b",
                "ä",
                "a\r\nb",
                "~a"
            })
    void parse_trick_isRefused(String path) {
        assertThat(EdgePath.parse(ROOT + path)).isNull();
    }

    @Test
    void parse_idThatIsNotCanonical_isRefused() {
        assertThat(EdgePath.parse("/live/" + ID.toUpperCase(java.util.Locale.ROOT) + "/a"))
                .isNull();
        assertThat(EdgePath.parse("/live/" + ID.replace("-", "") + "/a")).isNull();
        assertThat(EdgePath.parse("/live/" + ID + "x/a")).isNull();
        assertThat(EdgePath.parse("/live/" + ID)).isNull();
        assertThat(EdgePath.parse("/live/")).isNull();
        assertThat(EdgePath.parse("/vod/" + ID + "/aaa"))
                .isEqualTo(new EdgePath(EdgePath.Space.VOD, UUID.fromString(ID), "aaa", null));
        assertThat(EdgePath.parse("/dvr/" + ID + "/aaa")).isNull();
        assertThat(EdgePath.parse(null)).isNull();
    }

    @Test
    void parse_lengthAtAndOverTheLimit_isTakenAndRefused() {
        assertThat(EdgePath.parse(ROOT + "a".repeat(200 - ROOT.length()))).isNotNull();
        assertThat(EdgePath.parse(ROOT + "a".repeat(201 - ROOT.length()))).isNull();
    }
}
