package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.sluice.server.e2e.SluiceProcess.Stream;
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

/** The chat of the watch page: two browsers of two people. */
@Tag("e2e")
@Timeout(180)
class ChatBrowserTest {
    private static final String PASSWORD = "SecureP@ss123";
    private static final String MARKUP = "<img src=x onerror=\"window.broken=1\"><b>hello</b> & \uD83D\uDE00";

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static HttpClient http;
    private static ApiClient nobody;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(directory, Map.of("SLUICE_AUTH_REGISTRATION", "open"));
        http = HttpClient.newHttpClient();
        nobody = ApiClient.of(server, http);
        register("ann");
        register("bob");
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        http.close();
        server.close();
    }

    @Test
    void twoPeople_inTwoBrowsers_chat() throws Exception {
        Stream stream = server.createStream("An evening of test pictures");
        try (RunningProgram broadcast = Broadcast.h264(directory, stream.publishUrl(), 640, 360, "25", 120);
                Page ann = chromium.open(watch(stream));
                Page bob = chromium.open(watch(stream), 390, 844)) {
            List<String> complaints = new CopyOnWriteArrayList<>();
            ann.onConsoleMessage(message -> complaints.add(message.text()));
            ann.onPageError(complaints::add);
            signIn(ann, "ann");
            signIn(bob, "bob");

            write(ann, MARKUP);
            assertThat(heard(bob, 0)).isEqualTo(MARKUP);
            assertThat(heard(ann, 0)).isEqualTo(MARKUP);
            assertThat(bob.querySelectorAll("#chat-messages img, #chat-messages b"))
                    .isEmpty();
            assertThat(bob.evaluate("window.broken")).isNull();
            assertThat(bob.innerText("#chat-messages .who")).isEqualTo("ann");
            write(bob, "and back");
            assertThat(heard(ann, 1)).isEqualTo("and back");

            bob.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Fire"))
                    .click();
            ann.waitForFunction("() => document.querySelector('[data-emoji=\"🔥\"] span').textContent === '1'");
            ann.waitForFunction("() => document.getElementById('viewers').textContent.match(/^[1-9]\\d* watching$/)");
            ann.waitForFunction("() => sluice.phase === 'playing'");
            assertThat(broadcast.isAlive()).isTrue();
            picture(ann, "chat-wide");
            picture(bob, "chat-narrow");

            ann.reload();
            assertThat(heard(ann, 0)).as("after a reload").isEqualTo(MARKUP);
            assertThat(heard(ann, 1)).isEqualTo("and back");
            // A manifest that is not there yet is no failure of the page.
            complaints.removeIf(complaint -> complaint.startsWith("Failed to load resource"));
            assertThat(complaints)
                    .as("of the browser, such as of the content security policy")
                    .isEmpty();
        }
    }

    @Test
    void stranger_isToldHowToJoin_andWhoFailsIsToldWhy() throws Exception {
        Stream stream = server.createStream("Later");
        try (Page page = chromium.open(watch(stream))) {
            page.waitForSelector("#chat-join");
            assertThat(page.innerText("#chat-notice")).isEqualTo("Sign in to read and write.");
            picture(page, "chat-stranger");
            assertThat(page.isVisible("#chat-messages")).isFalse();
            assertThat(page.isVisible("#chat-write")).isFalse();
            fill(page, "ann", "not the password");
            page.waitForSelector("#chat-notice.problem");
            assertThat(page.innerText("#chat-notice")).isNotEqualTo("Sign in to read and write.");
            assertThat(page.isVisible("#chat-write")).isFalse();
            useToken(page, "nonsense");
            noticed(page, "That token does not hold. Sign in to read and write.");
            useToken(page, SluiceProcess.API_KEY);
            page.waitForSelector("#chat-write");
        }
    }

    @Test
    void chat_thatIsOffOrOver_saysSo() throws Exception {
        Stream stream = server.createStream("Quiet");
        String chat = "/live-streaming/" + stream.id() + "/chat";
        ApiClient platform = nobody.withKey(SluiceProcess.API_KEY);
        settings(platform, chat, "{\"enabled\": false}");
        try (Page page = chromium.open(watch(stream))) {
            fill(page, "ann", PASSWORD);
            noticed(page, "Chat is off for this stream.");
            assertThat(page.isVisible("#chat-write")).isFalse();
            settings(platform, chat, "{\"enabled\": true}");
            page.reload();
            write(page, "one");
            heard(page, 0);
            server.post("/api/v1/live-streaming/" + stream.id() + "/start", new JsonObject());
            server.post("/api/v1/live-streaming/" + stream.id() + "/stop", new JsonObject());
            noticed(page, "The stream has ended; its chat can only be read.");
            assertThat(page.isVisible("#chat-write")).isFalse();
            assertThat(heard(page, 0)).isEqualTo("one");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out ann"))
                    .click();
            noticed(page, "Sign in to read and write.");
            assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
        }
    }

    @Test
    void privateStream_withItsPass_isAskedForWithIt() throws Exception {
        JsonObject stream = server.post(
                "/api/v1/live-streaming/create",
                new JsonObject().put("title", "Between us").put("visibility", "private"));
        String url = stream.getString("watch_url");
        String pass = url.substring(url.indexOf("pass=") + "pass=".length());
        try (Page page = chromium.open(url)) {
            page.waitForRequest(request -> request.url().endsWith("/~" + pass + "/master.m3u8"), () -> {});
            assertThat(page.getAttribute("#tab-dash", "href")).contains("player=dash", "pass=" + pass);
        }
    }

    private static void register(String name) throws Exception {
        String body = new JsonObject()
                .put("email", name + "@example.com")
                .put("username", name)
                .put("password", PASSWORD)
                .encode();
        assertThat(nobody.send("POST", "/auth/register", body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(201);
    }

    private static void settings(ApiClient platform, String chat, String change) throws Exception {
        assertThat(platform.send("PATCH", chat + "/settings", change, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String watch(Stream stream) {
        return server.uri("/watch/" + stream.id()).toString();
    }

    private static void signIn(Page page, String name) {
        fill(page, name, PASSWORD);
        page.waitForSelector("#chat-write");
    }

    private static void useToken(Page page, String token) {
        if (!page.isVisible("#chat-token")) {
            page.click("#chat-out summary");
        }
        page.getByLabel("Access token of your platform").fill(token);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Use it"))
                .click();
    }

    private static void fill(Page page, String name, String password) {
        page.getByLabel("Username or email").fill(name);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign in"))
                .click();
    }

    private static void write(Page page, String text) {
        page.getByLabel("Message", new GetByLabelOptions().setExact(true)).fill(text);
        page.keyboard().press("Enter");
    }

    /** The text of a message, once it is there. */
    private static String heard(Page page, int index) {
        page.waitForFunction("n => document.querySelectorAll('#chat-messages .text').length > n", index);
        return page.querySelectorAll("#chat-messages .text").get(index).textContent();
    }

    private static void noticed(Page page, String text) {
        page.waitForFunction("text => document.getElementById('chat-notice').textContent === text", text);
    }

    private static void picture(Page page, String name) {
        page.evaluate("scrollTo(0, 0)");
        Chromium.screenshot(page, name);
    }
}
