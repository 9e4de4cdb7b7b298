package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rendered document: everything that it needs comes from this server. */
class DocsPageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final Pattern DOCUMENT = Pattern.compile("url: '([^']+)'");

    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void everythingThePageNames_isServedHereWithItsType() throws Exception {
        HttpResponse<String> page = server.get("/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(type(page)).isEqualTo("text/html; charset=utf-8");
        Map<String, String> types = new TreeMap<>();
        Matcher references = REFERENCE.matcher(page.body());
        while (references.find()) {
            String path = references.group(1);
            assertThat(path).startsWith("/");
            HttpResponse<String> asset = server.get(path);
            assertThat(asset.statusCode()).as(path).isEqualTo(200);
            types.put(path.substring(path.lastIndexOf('/') + 1), type(asset));
        }
        assertThat(types)
                .isEqualTo(Map.of(
                        "icon.svg", "image/svg+xml",
                        "swagger-ui.css", "text/css; charset=utf-8",
                        "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
                        "docs.js", "text/javascript; charset=utf-8",
                        "openapi.yaml", "application/yaml; charset=utf-8"));
    }

    @Test
    void script_ofThePage_showsThisServersDocumentAndAsksNobodyElse() throws Exception {
        Matcher script = Pattern.compile("src=\"([^\"]+docs\\.js)\"")
                .matcher(server.get("/docs").body());
        assertThat(script.find()).isTrue();
        String text = server.get(script.group(1)).body();
        Matcher document = DOCUMENT.matcher(text);
        assertThat(document.find()).isTrue();
        assertThat(server.get(document.group(1)).body()).startsWith("openapi: 3.1");
        assertThat(text).contains("validatorUrl: null").doesNotContain("http:", "https:");
    }

    @Test
    void policy_ofThePage_allowsThisServersScriptsAndStylesOnly() throws Exception {
        String policy = server.get("/docs")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe", "http");
    }

    @Test
    void startPage_linksToIt() throws Exception {
        assertThat(server.get("/").body()).contains("href=\"/docs\"");
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElseThrow();
    }
}
