package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One asset with sound in two languages, played by hls.js, dash.js, Shaka and the browser alone. */
@Tag("e2e")
@Timeout(180)
class AssetPlaybackTest {
    private static final int SECONDS = 20;
    private static final Path SHAKA = Path.of("src/test/web/node_modules/shaka-player/dist/shaka-player.compiled.js");

    /** Sets window.heardHz() up: the loudest frequency of what an element plays. */
    private static final String LISTEN = """
            (element) => {
              const context = new AudioContext();
              const analyser = context.createAnalyser();
              analyser.fftSize = 8192;
              analyser.smoothingTimeConstant = 0;
              context.createMediaElementSource(element).connect(analyser).connect(context.destination);
              const bins = new Float32Array(analyser.frequencyBinCount);
              window.heardHz = () => {
                analyser.getFloatFrequencyData(bins);
                return bins.indexOf(Math.max(...bins)) * context.sampleRate / analyser.fftSize;
              };
            }""";

    /** The lines of text that are on the picture now. */
    private static final String SHOWN_LINES = """
            [...document.getElementById('video').textTracks]
              .filter(track => track.mode === 'showing')
              .flatMap(track => [...track.activeCues ?? []].map(cue => cue.text))""";

    /** The colour of the upper half of the picture that the page shows of a time. */
    private static final String PREVIEW_COLOUR = """
            async () => {
              const style = getComputedStyle(document.getElementById('preview-picture'));
              const [x, y] = style.backgroundPosition.split(' ').map(parseFloat);
              const sheet = new Image();
              sheet.src = style.backgroundImage.slice(5, -2);
              await sheet.decode();
              const canvas = document.createElement('canvas');
              const drawing = canvas.getContext('2d');
              drawing.drawImage(sheet, x, y);
              const [red, green, blue] = drawing.getImageData(parseFloat(style.width) / 2,
                  parseFloat(style.height) / 4, 1, 1).data;
              return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red},${green},${blue}`;
            }""";

    /** The colour of the upper half of the picture that plays. */
    private static final String FILM_COLOUR = """
            () => {
              const video = document.getElementById('video');
              const drawing = document.createElement('canvas').getContext('2d');
              drawing.drawImage(video, 0, 0, 32, 32);
              const [red, , blue] = drawing.getImageData(16, 8, 1, 1).data;
              return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red},${blue}`;
            }""";

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static HttpClient http;
    private static FormVideos videos;
    private static Chromium chromium;
    private static JsonObject asset = new JsonObject();

    @BeforeAll
    static void makeAsset() throws Exception {
        server = SluiceProcess.start(directory, Map.of());
        http = HttpClient.newHttpClient();
        videos = new FormVideos(server, http);
        chromium = Chromium.start();
        asset = videos.ready(Films.twoVoices(directory, SECONDS), Map.of("title", "Two voices"));
    }

    @AfterAll
    static void stop() {
        chromium.close();
        http.close();
        server.close();
    }

    @Test
    void watchPage_withHls_playsEveryRungAndBothVoices() {
        playsEverything("", "hls.js");
    }

    @Test
    void watchPage_withDash_playsEveryRungAndBothVoices() {
        playsEverything("?player=dash", "dash.js");
    }

    @Test
    void watchPage_withPlainFiles_playsEveryRung() {
        try (Page page = watch("?player=mp4")) {
            page.waitForFunction("() => window.sluice?.phase === 'playing' && sluice.rungs.length === 2");
            assertThat(page.evaluate("sluice.player")).isEqualTo("mp4");
            assertThat(page.evaluate("sluice.rungs.map(rung => rung.height)")).isEqualTo(List.of(Films.HEIGHT, 240));
            page.selectOption("#rungs", "1");
            page.waitForFunction("() => document.getElementById('video').videoHeight === 240");
            page.evaluate(LISTEN, page.querySelector("#video"));
            hears(page, Films.ENGLISH_HZ);
            advances(page, "document.getElementById('video')");
            assertThat(page.evaluate("sluice.errors")).isEqualTo(List.of());
        }
    }

    private static void playsEverything(String query, String player) {
        try (Page page = watch(query)) {
            page.waitForFunction("() => window.sluice?.phase === 'playing' && sluice.audios.length === 2");
            assertThat(page.evaluate("sluice.player")).isEqualTo(player);
            assertThat(page.evaluate("sluice.rungs.map(rung => rung.height)")).isEqualTo(List.of(240, Films.HEIGHT));
            page.evaluate(LISTEN, page.querySelector("#video"));
            hears(page, Films.ENGLISH_HZ);

            page.selectOption("#audios", "1");
            hears(page, Films.GERMAN_HZ);
            assertThat(page.innerText("#audios")).contains("English", "German");
            page.selectOption("#rungs", "0");
            page.waitForFunction("() => document.getElementById('video').videoHeight === 240");
            page.evaluate("document.getElementById('video').currentTime = 2");
            page.selectOption("#rungs", "1");
            page.waitForFunction("() => document.getElementById('video').videoHeight === " + Films.HEIGHT);
            advances(page, "document.getElementById('video')");
            Chromium.screenshot(page, "video-" + player.replace('.', '-'));
            assertThat(page.evaluate("sluice.errors.filter(text => text.startsWith('fatal'))"))
                    .isEqualTo(List.of());
        }
    }

    @Test
    void shaka_withHlsAndWithDash_playsBothVoicesFromAnotherOrigin() {
        for (String url : List.of(asset.getString("video_url"), asset.getString("dash_url"))) {
            try (Page page = elsewhere("<video id='video' width='640'></video>")) {
                page.addScriptTag(new Page.AddScriptTagOptions().setPath(SHAKA));
                page.evaluate("""
                        async (url) => {
                          window.failures = [];
                          shaka.polyfill.installAll();
                          window.player = new shaka.Player();
                          await player.attach(document.getElementById('video'));
                          player.addEventListener('error', (event) => failures.push(String(event.detail.code)));
                          await player.load(url);
                          await document.getElementById('video').play();
                        }""", url);
                advances(page, "document.getElementById('video')");
                page.evaluate(LISTEN, page.querySelector("#video"));
                hears(page, Films.ENGLISH_HZ);
                assertThat(page.evaluate("player.getAudioTracks().map(track => track.language)"))
                        .isEqualTo(List.of("en", "de"));

                page.evaluate("document.getElementById('video').currentTime = 1");
                page.waitForFunction("() => document.getElementById('video').readyState >= 3"
                        + " && !document.getElementById('video').seeking");
                page.evaluate(
                        "player.selectAudioTrack(player.getAudioTracks().find(track => track.language === 'de'))");
                hears(page, Films.GERMAN_HZ);
                assertThat(page.evaluate("failures")).isEqualTo(List.of());
            }
        }
    }

    @Test
    void browserAlone_onOneFile_seeksByRangesAndSounds() throws Exception {
        JsonObject stream = server.getJson(FormVideos.PATH + "/" + asset.getString("id") + "/stream");
        JsonObject best = stream.getJsonArray("formats").getJsonObject(0);
        assertThat(best.getString("resolution")).isEqualTo(Films.HEIGHT + "p");
        try (Page page = elsewhere("<body></body>")) {
            List<Integer> statuses = new CopyOnWriteArrayList<>();
            page.onResponse((Response response) -> statuses.add(response.status()));
            page.setContent("<video id='video' crossorigin='anonymous' preload='metadata' src='" + best.getString("url")
                    + "'></video>");
            page.waitForFunction("() => document.getElementById('video').readyState >= 1");
            double duration = number(page, "document.getElementById('video').duration");
            assertThat(duration).isBetween(SECONDS - 0.1, SECONDS + 0.1);

            page.evaluate("document.getElementById('video').currentTime = 15");
            page.waitForFunction("() => document.getElementById('video').readyState >= 3"
                    + " && !document.getElementById('video').seeking");
            assertThat(number(page, "document.getElementById('video').currentTime"))
                    .isEqualTo(15);
            page.evaluate(LISTEN, page.querySelector("#video"));
            page.evaluate("document.getElementById('video').play()");
            hears(page, Films.ENGLISH_HZ);
            advances(page, "document.getElementById('video')");
            assertThat(number(page, "document.getElementById('video').videoHeight"))
                    .isEqualTo(Films.HEIGHT);
            assertThat(statuses).contains(206);
        }
    }

    @Test
    void exactClip_showsThePictureOfEachTime_andPlaysToItsEnd_inEveryPlayer() throws Exception {
        double start = 6.4; // Between key frames, as the end; red turns into blue 3.6 s later, within what is copied.
        JsonObject ordered = server.post(
                FormVideos.PATH + "/" + asset.getString("id") + "/clips",
                new JsonObject().put("start", start).put("end", 13.6).put("exact", true));
        JsonObject clip = videos.awaitEnd(ordered.getString("id"));
        assertThat(clip.getString("status")).isEqualTo("ready");
        for (String query : List.of("", "?player=dash", "?player=mp4")) {
            try (Page page = chromium.open(
                    server.uri("/watch/" + clip.getString("id") + query).toString())) {
                page.waitForFunction("() => window.sluice?.phase === 'playing'");
                assertThat(number(page, "document.getElementById('video').duration"))
                        .as(query)
                        .isBetween(7.15, 7.25);
                showsColour(page, 0.1, "red");
                showsColour(page, 3.5, "red");
                showsColour(page, 3.7, "blue");
                showsColour(page, 6.0, "blue");
                page.evaluate("document.getElementById('video').play()");
                page.waitForFunction("() => document.getElementById('video').ended");
                assertThat(page.evaluate("sluice.errors.filter(text => text.startsWith('fatal'))"))
                        .isEqualTo(List.of());
            }
        }
    }

    private static void showsColour(Page page, double second, String colour) {
        page.evaluate("document.getElementById('video').pause()");
        page.evaluate("second => { document.getElementById('video').currentTime = second; }", second);
        page.waitForFunction(
                "colour => { const video = document.getElementById('video');"
                        + " return !video.seeking && video.readyState >= 2 && (" + FILM_COLOUR + ")() === colour; }",
                colour);
    }

    @Test
    void privateVideo_withItsPassOnly_plays() throws Exception {
        JsonObject own = videos.ready(Films.plain(directory, 4), Map.of("title", "Ours", "visibility", "private"));
        String id = own.getString("id");
        try (Page stranger = chromium.open(server.uri("/watch/" + id).toString());
                Page guest = chromium.open(own.getString("watch_url"))) {
            stranger.waitForFunction("() => window.sluice?.phase === 'missing'");
            guest.waitForFunction("() => window.sluice?.currentTime > 1 && sluice.player === 'hls.js'");
            assertThat(guest.getAttribute("#tab-mp4", "href")).contains("pass=");
        }
    }

    @Test
    void dashboard_showsPublicVideosBesideStreams() {
        try (Page page = chromium.open(server.uri("/").toString())) {
            page.waitForSelector("#videos article[data-id='" + asset.getString("id") + "']");
            assertThat(page.innerText("#videos")).contains("Two voices", "0:20").doesNotContain("Ours");
            Chromium.screenshot(page, "dashboard-videos");
        }
    }

    @Test
    void watchPage_withHls_showsTheSubtitlesThatAreChosen() {
        showsSubtitles("", "hls.js");
    }

    @Test
    void watchPage_withDash_showsTheSubtitlesThatAreChosen() {
        showsSubtitles("?player=dash", "dash.js");
    }

    private static void showsSubtitles(String query, String player) {
        try (Page page = watch(query)) {
            page.waitForFunction("() => window.sluice?.phase === 'playing' && sluice.texts.length === 2");
            assertThat(page.innerText("#texts")).contains("Off", "English", "German");
            assertThat(page.evaluate("document.getElementById('texts').value")).isEqualTo("-1");
            assertThat(page.evaluate(SHOWN_LINES)).isEqualTo(List.of());

            plays(page, 2);
            page.selectOption("#texts", "0");
            shows(page, Films.ENGLISH_LINES.getFirst());
            plays(page, 2);
            page.selectOption("#texts", "1");
            shows(page, Films.GERMAN_LINES.getFirst());
            plays(page, 12);
            shows(page, Films.GERMAN_LINES.getLast());
            Chromium.screenshot(page, "video-subtitles-" + player.replace('.', '-'));
            page.selectOption("#texts", "-1");
            page.waitForFunction(SHOWN_LINES + ".length === 0");
        }
    }

    private static void plays(Page page, int fromSecond) {
        page.evaluate("second => { document.getElementById('video').currentTime = second; }", fromSecond);
        page.waitForFunction("second => document.getElementById('video').currentTime > second", fromSecond);
    }

    private static void shows(Page page, String line) {
        page.waitForFunction(
                "line => { const shown = " + SHOWN_LINES + "; return shown.length === 1 && shown[0] === line; }", line);
    }

    @Test
    void scrubbing_showsThePictureOfTheTimeThatIsSoughtFor() {
        try (Page page = watch("")) {
            page.waitForFunction("() => window.sluice?.previews === 10 && sluice.phase === 'playing'");
            double width = page.querySelector("#scrub").boundingBox().width;

            page.hover("#scrub", new Page.HoverOptions().setPosition(width / 4, 5));
            assertThat(page.isVisible("#preview")).isTrue();
            assertThat(page.evaluate(PREVIEW_COLOUR)).isEqualTo("red");
            page.hover("#scrub", new Page.HoverOptions().setPosition(width * 3 / 4, 5));
            assertThat(page.evaluate(PREVIEW_COLOUR)).isEqualTo("blue");
            Chromium.screenshot(page, "video-preview");

            page.click("#scrub", new Page.ClickOptions().setPosition(width * 3 / 4, 5));
            page.waitForFunction("() => document.getElementById('video').currentTime > 10");
            page.focus("#scrub");
            page.keyboard().press("Home");
            page.waitForFunction("() => document.getElementById('video').currentTime < 10");
            assertThat(page.getAttribute("#scrub", "aria-valuetext")).endsWith(" of 0:20");
        }
    }

    private static Page watch(String query) {
        return chromium.open(
                server.uri("/watch/" + asset.getString("id") + query).toString());
    }

    /** A page of another origin. */
    private static Page elsewhere(String html) {
        Page page = chromium.open("http://localhost:" + server.httpPort() + "/assets/none");
        page.setContent(html);
        return page;
    }

    private static void hears(Page page, int toneHz) {
        page.waitForFunction("toneHz => Math.abs(heardHz() - toneHz) < 20", toneHz);
    }

    private static void advances(Page page, String element) {
        double from = number(page, element + ".currentTime");
        page.waitForFunction("from => " + element + ".currentTime > from + 2", from);
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }
}
