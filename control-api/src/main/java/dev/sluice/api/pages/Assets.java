package dev.sluice.api.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The files of the pages, read from the class path once and kept in memory. Their URL holds a version made of their
 * content, so caches may keep them for ever. Immutable.
 */
public final class Assets {
    private static final String ROOT = "/web/";
    private static final int VERSION_LENGTH = 12;
    private static final List<String> FILES = List.of(
            "app.css",
            "streams.js",
            "dom.js",
            "watch.js",
            "stage.js",
            "live.js",
            "video.js",
            "storyboard.js",
            "players.js",
            "chat.js",
            "session.js",
            "signin.js",
            "upload.js",
            "transfer.js",
            "job.js",
            "icon.svg",
            "vendor/hls.min.js",
            "vendor/hls.LICENSE.txt",
            "vendor/dash.all.min.js",
            "vendor/dash.LICENSE.txt",
            "vendor/dash.all.min.js.LICENSE.txt",
            "vendor/tus.min.js",
            "vendor/tus.LICENSE.txt",
            "docs.js",
            "vendor/swagger-ui.css",
            "vendor/swagger-ui-bundle.js",
            "vendor/swagger-ui-bundle.js.LICENSE.txt");

    private static final String SWAGGER_UI = "vendor/swagger-ui";
    private static final String SWAGGER_UI_PROPERTIES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final Map<String, Asset> assets;
    private final String version;

    private Assets(Map<String, Asset> assets, String version) {
        this.assets = assets;
        this.version = version;
    }

    /** Of all servers in this process. */
    private static final class Loaded {
        static final Assets ASSETS = read();
    }

    /** Blocks on the class path the first time. Called before the server starts. */
    public static Assets load() {
        return Loaded.ASSETS;
    }

    private static Assets read() {
        MessageDigest digest = sha256();
        Map<String, Asset> assets = new LinkedHashMap<>();
        for (String file : FILES) {
            byte[] bytes = read(resourceOf(file));
            digest.update(file.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            assets.put(file, Asset.of(contentType(file), bytes));
        }
        String version = HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
        return new Assets(Map.copyOf(assets), version);
    }

    /** A page of HTML with {@code {{assets}}} replaced by the versioned folder of the assets. */
    Asset page(String name) {
        String html = new String(read(ROOT + name), StandardCharsets.UTF_8).replace("{{assets}}", "/assets/" + version);
        return Asset.of("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /** Null when there is no such file in this version. */
    @Nullable
    Asset find(@Nullable String askedVersion, @Nullable String file) {
        return file != null && version.equals(askedVersion) ? assets.get(file) : null;
    }

    String version() {
        return version;
    }

    /** Bytes of a file on the class path. */
    static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + resource);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + resource, broken);
        }
    }

    /** Swagger UI comes from its own jar, where the folder is named by the version. */
    private static String resourceOf(String file) {
        if (!file.startsWith(SWAGGER_UI)) {
            return ROOT + file;
        }
        Properties jar = new Properties();
        try {
            jar.load(new StringReader(new String(read(SWAGGER_UI_PROPERTIES), StandardCharsets.ISO_8859_1)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
        String folder = "/META-INF/resources/webjars/swagger-ui/" + jar.getProperty("version") + "/";
        return folder + file.substring("vendor/".length());
    }

    private static String contentType(String file) {
        String extension = file.substring(file.lastIndexOf('.') + 1);
        return switch (extension) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "txt" -> "text/plain; charset=utf-8";
            default -> throw new IllegalStateException("no media type for " + file);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
