package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer sees after {@code scripts/run --demo}, in a real browser with three players. */
@Tag("e2e")
@Tag("alone")
@Timeout(240)
class BrowserTest {
    private static final Pattern DEMO = Pattern.compile("on air: \\S+/watch/([0-9a-f-]{36})");
    private static final double WATCHED_SECONDS = 21;
    private static final Path SHAKA = Path.of("src/test/web/node_modules/shaka-player/dist/shaka-player.compiled.js");

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static Chromium chromium;
    private static String streamId = "";

    @BeforeAll
    static void startDemo() throws Exception {
        server = SluiceProcess.start(directory, Map.of(), "--demo");
        Await.until("the demo is on air", SluiceProcess.PATIENCE, () -> {
            Matcher demo = DEMO.matcher(server.program().output());
            boolean found = demo.find();
            streamId = found ? demo.group(1) : "";
            return found && server.get("/live/" + streamId + "/manifest.mpd").statusCode() == 200;
        });
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() throws Exception {
        chromium.close();
        server.close();
    }

    @Test
    void streamsPage_withALiveStream_showsItsFigures() {
        try (Page page = chromium.open(server.uri("/").toString())) {
            page.waitForSelector("article.card[data-id='" + streamId + "'] .badge.live");
            page.waitForFunction("() => document.body.innerText.includes('1280×720')");

            Chromium.screenshot(page, "streams");
            assertThat(page.innerText("#live")).contains("Demo", "Mb/s", "fps");
        }
    }

    @Test
    void watchPage_withHls_playsSeveralRungsWithoutAStall() throws Exception {
        playsSeveralRungs("/watch/" + streamId, "hls.js");
    }

    @Test
    void watchPage_withDash_playsSeveralRungsWithoutAStall() throws Exception {
        playsSeveralRungs("/watch/" + streamId + "?player=dash", "dash.js");
    }

    private static void playsSeveralRungs(String path, String player) throws Exception {
        try (Page page = chromium.open(server.uri(path).toString())) {
            page.waitForFunction(
                    "() => window.sluice && window.sluice.phase === 'playing' && sluice.rungs.length === 3");
            assertThat(page.evaluate("sluice.player")).isEqualTo(player);
            double from = number(page, "document.getElementById('video').currentTime");
            int stallsBefore = (int) number(page, "sluice.stalls");

            List<Integer> heights = heights(page);
            chooseQuality(page, heights.indexOf(360));
            page.waitForFunction("() => document.getElementById('video').videoHeight === 360");
            chooseQuality(page, heights.indexOf(720));
            page.waitForFunction("() => document.getElementById('video').videoHeight === 720");
            Await.until(
                    WATCHED_SECONDS + " s were played",
                    Duration.ofSeconds(60),
                    () -> number(page, "document.getElementById('video').currentTime") - from > WATCHED_SECONDS);

            Chromium.screenshot(page, "watch-" + player.replace('.', '-'));
            assertThat(number(page, "sluice.stalls") - stallsBefore).isZero();
            assertThat(page.evaluate("sluice.errors.filter(text => text.startsWith('fatal'))"))
                    .isEqualTo(List.of());
            assertThat(number(page, "sluice.rungsPlayed.length")).isGreaterThanOrEqualTo(2);
            assertThat(number(page, "sluice.latencySeconds")).isBetween(1.0, 15.0);
        }
    }

    @Test
    void shaka_withHlsAndWithDash_playsFromAnotherOrigin() {
        for (String manifest : List.of("master.m3u8", "manifest.mpd")) {
            try (Page page = chromium.open("http://localhost:" + server.httpPort() + "/assets/none")) {
                page.setContent("<video id='video' muted width='640'></video>");
                page.addScriptTag(new Page.AddScriptTagOptions().setPath(SHAKA));
                page.evaluate(
                        """
                        async (url) => {
                          window.failures = [];
                          shaka.polyfill.installAll();
                          const player = new shaka.Player();
                          await player.attach(document.getElementById('video'));
                          player.addEventListener('error', (event) => failures.push(String(event.detail.code)));
                          try {
                            await player.load(url);
                          } catch (error) {
                            throw new Error(`Shaka ${error.code}: ${JSON.stringify(error.data)}`);
                          }
                          await document.getElementById('video').play();
                        }""", server.uri("/live/" + streamId + "/" + manifest).toString());
                double from = number(page, "document.getElementById('video').currentTime");
                page.waitForFunction("from => document.getElementById('video').currentTime > from + 6", from);

                Chromium.screenshot(page, "shaka-" + manifest.replace('.', '-'));
                assertThat(page.evaluate("failures")).isEqualTo(List.of());
            }
        }
    }

    private static List<Integer> heights(Page page) {
        Object heights = page.evaluate("sluice.rungs.map(rung => rung.height)");
        return ((List<?>) heights)
                .stream().map(height -> ((Number) height).intValue()).toList();
    }

    private static void chooseQuality(Page page, int rung) {
        page.selectOption("#rungs", Integer.toString(rung));
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }
}
