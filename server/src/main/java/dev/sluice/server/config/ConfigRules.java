package dev.sluice.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What typed settings must also be: within ranges, and consistent with each other. */
final class ConfigRules {
    static final int MIN_API_KEY_CHARACTERS = 16;

    private static final int MAX_RUNGS = 8;
    private static final Pattern RUNG_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final Pattern WEB_ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?");
    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern OBJECT_PREFIX = Pattern.compile("([A-Za-z0-9._=-]+/)*[A-Za-z0-9._=-]*");
    private static final Set<String> ENCODERS = Set.of("h264_nvenc", "h264_vaapi", "libx264", "libopenh264");
    private static final Set<String> PRESETS =
            Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow");

    private final BiConsumer<String, String> problem;

    private ConfigRules(BiConsumer<String, String> problem) {
        this.problem = problem;
    }

    /** @param problem is given the key and what is wrong with its value */
    static void check(SluiceConfig config, BiConsumer<String, String> problem) {
        ConfigRules rules = new ConfigRules(problem);
        rules.checkAccess(config);
        AuthRules.check(config.auth(), problem);
        rules.checkHttp(config.http());
        rules.checkRtmp(config.rtmp());
        rules.checkReservedPorts(config);
        rules.checkLive(config.live());
        rules.checkPackager(config.packager());
        rules.checkTranscoder(config.transcoder());
        rules.checkThumbnails(config.thumbnails());
        VodRules.check(config, problem);
        rules.checkStorage(config);
        rules.checkChat(config.chat());
        rules.checkWebsocket(config.websocket());
    }

    private void checkAccess(SluiceConfig config) {
        config.api().key().ifPresent(key -> {
            if (key.length() < MIN_API_KEY_CHARACTERS) {
                problem.accept("api.key", "must have at least " + MIN_API_KEY_CHARACTERS + " characters");
            } else if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
                problem.accept("api.key", "must consist of visible ASCII characters");
            }
        });
        config.node().id().ifPresent(id -> {
            if (!NODE_ID.matcher(id).matches()) {
                problem.accept("node.id", "may have 1 to 64 letters, digits, dots, dashes and underscores");
            }
        });
    }

    private void checkHttp(SluiceConfig.Http http) {
        port("http.port", http.port(), 0);
        url("http.public-url", http.publicUrl(), "http", "https");
        range("http.max-connections", http.maxConnections(), 10, 1_000_000);
        for (String origin : http.corsOrigins()) {
            if (!origin.equals("*") && !WEB_ORIGIN.matcher(origin).matches()) {
                problem.accept(
                        "http.cors-origins", origin + " is neither * nor an origin such as https://www.example.com");
            }
        }
    }

    private void checkRtmp(SluiceConfig.Rtmp rtmp) {
        port("rtmp.port", rtmp.port(), 0);
        url("rtmp.public-url", rtmp.publicUrl(), "rtmp", "rtmps");
        range("rtmp.max-connections", rtmp.maxConnections(), 1, 100_000);
        range("rtmp.max-connections-per-address", rtmp.maxConnectionsPerAddress(), 1, 100_000);
        range("rtmp.setup-timeout", rtmp.setupTimeout(), Duration.ofSeconds(1), Duration.ofMinutes(1));
        range("rtmp.first-media-timeout", rtmp.firstMediaTimeout(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        range("rtmp.idle-timeout", rtmp.idleTimeout(), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    private void checkReservedPorts(SluiceConfig config) {
        port("rtmps.port", config.rtmps().port(), 0);
        port("webrtc.port", config.webrtc().port(), 0);
        if (config.http().port() != 0 && config.http().port() == config.rtmp().port()) {
            problem.accept("rtmp.port", "is the same as http.port");
        }
    }

    private void checkLive(SluiceConfig.Live live) {
        range("live.authorisation-timeout", live.authorisationTimeout(), Duration.ofMillis(100), Duration.ofMinutes(1));
        range("live.reconnect-grace", live.reconnectGrace(), Duration.ofSeconds(1), Duration.ofHours(1));
        range("live.first-publisher-timeout", live.firstPublisherTimeout(), Duration.ofSeconds(1), Duration.ofDays(1));
        range("live.lease", live.lease(), Duration.ofSeconds(3), Duration.ofMinutes(10));
        range("live.max-streams", live.maxStreams(), 1, 10_000);
    }

    private void checkPackager(SluiceConfig.Packager packager) {
        Duration segment = packager.segmentDuration();
        range("packager.segment-duration", segment, Duration.ofSeconds(1), Duration.ofSeconds(20));
        if (segment.toMillisPart() != 0) {
            problem.accept("packager.segment-duration", text(segment) + " is not a whole number of seconds");
        }
        range("packager.part-duration", packager.partDuration(), Duration.ofMillis(100), segment);
        range("packager.window-duration", packager.windowDuration(), segment.multipliedBy(3), Duration.ofHours(6));
    }

    private void checkTranscoder(SluiceConfig.Transcoder transcoder) {
        range("transcoder.max-pixels", transcoder.maxPixels(), 128 * 128, 8192 * 8192);
        range("transcoder.max-sessions", transcoder.maxSessions(), 1, 1000);
        range("transcoder.max-delay", transcoder.maxDelay(), Duration.ofMillis(200), Duration.ofSeconds(30));
        for (String encoder : transcoder.encoders()) {
            if (!ENCODERS.contains(encoder)) {
                problem.accept("transcoder.encoders", encoder + " is none of " + sorted(ENCODERS));
            }
        }
        SluiceConfig.Audio audio = transcoder.audio();
        range("transcoder.audio.bitrate-kbps", audio.bitrateKbps(), 16, 512);
        if (audio.sampleRateHz() != 44_100 && audio.sampleRateHz() != 48_000) {
            problem.accept("transcoder.audio.sample-rate-hz", "must be 44100 or 48000");
        }
        range("transcoder.audio.channels", audio.channels(), 1, 2);
        checkLadder(transcoder.ladder());
    }

    private void checkThumbnails(SluiceConfig.Thumbnails thumbnails) {
        range("thumbnails.interval", thumbnails.interval(), Duration.ofSeconds(1), Duration.ofMinutes(1));
        range("thumbnails.width", thumbnails.width(), 16, 3840);
    }

    private void checkLadder(List<SluiceConfig.Rung> ladder) {
        if (ladder.size() > MAX_RUNGS) {
            problem.accept("transcoder.ladder[" + MAX_RUNGS + "].name", "more than " + MAX_RUNGS + " rungs");
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ladder.size(); i++) {
            checkRung("transcoder.ladder[" + i + "].", ladder.get(i), names);
            if (i > 0 && ladder.get(i).height() >= ladder.get(i - 1).height()) {
                problem.accept("transcoder.ladder[" + i + "].height", "is not smaller than that of the rung before");
            }
        }
    }

    private void checkRung(String key, SluiceConfig.Rung rung, Set<String> names) {
        if (!RUNG_NAME.matcher(rung.name()).matches() || rung.name().equals("audio")) {
            problem.accept(key + "name", "may have 1 to 32 small letters, digits, - and _, and not be \"audio\"");
        } else if (!names.add(rung.name())) {
            problem.accept(key + "name", "two rungs are called " + rung.name());
        }
        range(key + "height", rung.height(), 64, 4320);
        if (rung.height() % 2 != 0) {
            problem.accept(key + "height", "must be even");
        }
        range(key + "bitrate-kbps", rung.bitrateKbps(), 50, 100_000);
        range(key + "max-frame-rate", rung.maxFrameRate(), 1, 120);
        if (!PRESETS.contains(rung.preset())) {
            problem.accept(key + "preset", rung.preset() + " is none of x264's presets");
        }
    }

    private void checkStorage(SluiceConfig config) {
        config.database().url().ifPresent(url -> {
            if (!url.startsWith("jdbc:postgresql:")) {
                problem.accept("database.url", "must begin with jdbc:postgresql:");
            }
        });
        range("database.pool-size", config.database().poolSize(), 2, 200);
        range("store.retention", config.store().retention(), Duration.ofMinutes(1), Duration.ofDays(3650));
        range("events.retention", config.events().retention(), Duration.ofHours(1), Duration.ofDays(3650));
        range("store.queue-mib", config.store().queueMib(), 1, 4096);
        SluiceConfig.S3 s3 = config.store().s3();
        url("store.s3.endpoint", s3.endpoint(), "http", "https");
        s3.prefix().ifPresent(prefix -> {
            if (!OBJECT_PREFIX.matcher(prefix).matches()) {
                problem.accept("store.s3.prefix", "may have letters, digits, . _ = - and single / between them");
            }
        });
        if (s3.accessKeyId().isPresent() != s3.secretAccessKey().isPresent()) {
            problem.accept("store.s3.access-key-id", "is set without, or not with, store.s3.secret-access-key");
        }
    }

    private void checkChat(SluiceConfig.Chat chat) {
        range("chat.max-message-length", chat.maxMessageLength(), 1, 500);
        range("chat.messages-per-minute", chat.messagesPerMinute(), 1, 6000);
        range("chat.burst", chat.burst(), 1, 1000);
    }

    private void checkWebsocket(SluiceConfig.Websocket websocket) {
        Duration timeout = websocket.authenticationTimeout();
        range("websocket.max-connections", websocket.maxConnections(), 1, 1_000_000);
        range("websocket.authentication-timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
        range("websocket.messages-per-second", websocket.messagesPerSecond(), 1, 1000);
        range("websocket.max-subscriptions", websocket.maxSubscriptions(), 1, 10_000);
        range("websocket.queue-messages", websocket.queueMessages(), 16, 100_000);
        range("websocket.queue-kib", websocket.queueKib(), 16, 64 * 1024);
    }

    private void port(String key, int port, int lowest) {
        range(key, port, lowest, 65_535);
    }

    private void range(String key, int value, int min, int max) {
        if (value < min || value > max) {
            problem.accept(key, value + " is not between " + min + " and " + max);
        }
    }

    private void range(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            problem.accept(key, text(value) + " is not between " + text(min) + " and " + text(max));
        }
    }

    private void url(String key, Optional<String> url, String... schemes) {
        url.ifPresent(text -> {
            try {
                URI uri = new URI(text);
                if (uri.getHost() == null || !List.of(schemes).contains(uri.getScheme())) {
                    problem.accept(key, "must be a URL such as " + schemes[0] + "://live.example.com");
                }
            } catch (URISyntaxException e) {
                problem.accept(key, "is not a URL: " + e.getReason());
            }
        });
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
