package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.GetByRoleOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
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

/** The upload page in a real browser, to the page that plays what was uploaded. */
@Tag("e2e")
@Timeout(180)
class UploadPageTest {
    private static final int SECONDS = 10;
    private static final int SLOW_BYTES_PER_SECOND = 400_000;
    private static final int PROCESSING_MS = 90_000;

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(directory, Map.of());
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    @Test
    void file_uploadedOverALineThatBreaksOff_goesOnAndPlays() throws Exception {
        Path film = Films.plain(directory, SECONDS);
        try (Page page = open()) {
            List<String> complaints = new CopyOnWriteArrayList<>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            List<Long> offsets = offsets(page);
            slowDown(page, SLOW_BYTES_PER_SECOND);
            Locator card = choose(page, film);
            card.getByLabel("Title").fill("By hand");
            press(card, "Upload");
            page.waitForFunction("() => /\\([1-9]\\d* %\\) · .*\\/s · about .* left/.test("
                    + "document.querySelector('.transfer .how-far').textContent)");
            Chromium.screenshot(page, "upload-under-way");
            press(card, "Pause");
            assertThat(card.locator(".how-far").first().innerText()).startsWith("Paused at ");

            page.reload();
            page.waitForSelector("#unfinished li");
            assertThat(page.innerText("#unfinished")).contains("plain.mp4");
            slowDown(page, -1);
            Locator again = choose(page, film);
            assertThat(again.locator(".how-far").first().innerText()).startsWith("Begun before");
            assertThat(again.getByLabel("Title").inputValue()).isEqualTo("By hand");
            press(again, "Upload");
            page.waitForSelector(".transfer ol.steps li");
            assertThat(offsets.getLast()).as("where the upload went on").isPositive();
            assertThat(page.evaluate("localStorage.length")).isEqualTo(0);

            page.reload();
            page.waitForSelector(".transfer a.primary", new Page.WaitForSelectorOptions().setTimeout(PROCESSING_MS));
            Chromium.screenshot(page, "upload-ready");
            assertThat(page.innerText(".transfer")).contains("Ready to watch: 240p, 360p.", "Publish");
            page.click(".transfer a.primary");
            plays(page);
            complaints.removeIf(complaint -> complaint.startsWith("Failed to load resource"));
            assertThat(complaints)
                    .as("of the browser, such as of the content security policy")
                    .isEmpty();
        }
    }

    private static void plays(Page page) {
        page.waitForFunction("() => window.sluice?.phase === 'playing' && sluice.currentTime > 1");
        Chromium.screenshot(page, "watch-video");
        double from = ((Number) page.evaluate("document.getElementById('video').currentTime")).doubleValue();
        page.waitForFunction("from => document.getElementById('video').currentTime > from + 1", from);
        assertThat(page.innerText("h1")).isEqualTo("By hand");
        assertThat(page.innerText("#about")).startsWith("0:10 · ");
        assertThat(page.evaluate("sluice.rungs.map(rung => rung.height)")).isEqualTo(List.of(240, Films.HEIGHT));
        assertThat(page.innerText("#rungs")).contains("Auto", "240p", "360p");
        assertThat(page.evaluate("sluice.errors")).isEqualTo(List.of());
    }

    @Test
    void whatIsNoMedia_isToldInASentence_alsoOnItsWatchPage() throws Exception {
        Path noise = Films.noise(directory, 300_000, /* seed= */ 1);
        try (Page page = chromium.open(server.uri("/upload").toString(), 390, 844)) {
            signIn(page, "nonsense");
            page.waitForFunction("() => document.getElementById('notice').textContent === 'That key does not hold.'");
            signIn(page, SluiceProcess.API_KEY);
            Locator card = choose(page, noise);
            press(card, "Upload");
            page.waitForSelector(".transfer .problem");
            assertThat(page.innerText(".transfer .problem")).startsWith("The video could not be processed. The file ");
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits a phone")
                    .isTrue();
            Chromium.screenshot(page, "upload-failed-narrow");

            String id = (String) page.evaluate("JSON.parse(sessionStorage.getItem('sluice.uploads'))[0].id");
            page.navigate(server.uri("/watch/" + id).toString());
            page.waitForFunction("() => window.sluice?.phase === 'failed'");
            assertThat(page.innerText("#notice")).startsWith("The video could not be processed. The file ");
        }
    }

    private static Page open() {
        Page page = chromium.open(server.uri("/upload").toString());
        signIn(page, SluiceProcess.API_KEY);
        return page;
    }

    private static void signIn(Page page, String key) {
        page.getByLabel("Or an API key").fill(key);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it"))
                .click();
    }

    /** The card of the file. */
    private static Locator choose(Page page, Path file) {
        page.waitForSelector("#in:not([hidden])");
        page.setInputFiles("#files", file);
        Locator card = page.getByRole(
                AriaRole.ARTICLE,
                new Page.GetByRoleOptions().setName(file.getFileName().toString()));
        card.waitFor();
        page.waitForFunction("() => document.getElementById('unfinished-section').hidden");
        return card;
    }

    private static void press(Locator card, String name) {
        card.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name)).click();
    }

    /** At which offsets bytes were sent, as long as the page is there. */
    private static List<Long> offsets(Page page) {
        List<Long> offsets = new CopyOnWriteArrayList<>();
        page.onRequest((Request request) -> {
            if (request.method().equals("PATCH")) {
                offsets.add(Long.parseLong(request.headers().get("upload-offset")));
            }
        });
        return offsets;
    }

    /** @param bytesPerSecond of what is sent; negative for as fast as it goes */
    private static void slowDown(Page page, int bytesPerSecond) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", bytesPerSecond);
        session.send("Network.enable");
        session.send("Network.emulateNetworkConditions", conditions);
    }
}
