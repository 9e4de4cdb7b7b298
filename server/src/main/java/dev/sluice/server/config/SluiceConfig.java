package dev.sluice.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings, typed. {@code config/sluice.yaml} holds every key's meaning and default; the two are kept equal by a
 * test. Read through {@link ConfigLoader}; values, not this object, go to the rooms.
 */
@ConfigMapping(prefix = SluiceConfig.PREFIX)
public interface SluiceConfig {
    String PREFIX = "sluice";

    Node node();

    Data data();

    Api api();

    Auth auth();

    Http http();

    Rtmp rtmp();

    ReservedPort rtmps();

    ReservedPort webrtc();

    Live live();

    Packager packager();

    Transcoder transcoder();

    Thumbnails thumbnails();

    Uploads uploads();

    Vod vod();

    Database database();

    Store store();

    Events events();

    Webhooks webhooks();

    Chat chat();

    Websocket websocket();

    Log log();

    /** This server among others. */
    interface Node {
        Optional<String> id();
    }

    /** Where files live. */
    interface Data {
        Path dir();
    }

    /** Access to the control API. */
    interface Api {
        Optional<String> key();

        boolean sharedLimits();
    }

    /** Accounts, tokens, and whose tokens are accepted. */
    interface Auth {
        Registration registration();

        String registeredRole();

        String tokenIssuer();

        Duration accessTokenLifetime();

        Duration refreshTokenLifetime();

        Duration signingKeyRotation();

        List<Issuer> issuers();
    }

    /** Who may make an account. */
    enum Registration {
        OPEN,
        CLOSED
    }

    /** A platform's own identity. */
    interface Issuer {
        Optional<String> issuer();

        Optional<String> jwksUrl();

        Optional<String> hs256Secret();

        @WithDefault("sluice-api")
        String audience();

        @WithDefault("sub")
        String subjectClaim();

        Optional<String> roleClaim();

        Optional<String> tierClaim();

        Optional<String> tenantClaim();

        @WithDefault("viewer")
        String defaultRole();

        @WithDefault("free")
        String defaultTier();

        @WithDefault("default")
        String tenant();
    }

    /** API, playback and pages. */
    interface Http {
        String host();

        int port();

        Optional<String> publicUrl();

        boolean trustForwardedHeaders();

        List<String> corsOrigins();

        int maxConnections();
    }

    /** RTMP ingest. */
    interface Rtmp {
        String host();

        int port();

        Optional<String> publicUrl();

        int maxConnections();

        int maxConnectionsPerAddress();

        Duration setupTimeout();

        Duration firstMediaTimeout();

        Duration idleTimeout();
    }

    /** A port whose protocol comes later; accepted so that deployments can set it now. */
    interface ReservedPort {
        int port();
    }

    /** Live streams. */
    interface Live {
        SecondPublisher secondPublisher();

        Duration authorisationTimeout();

        Duration reconnectGrace();

        Duration firstPublisherTimeout();

        Duration lease();

        int maxStreams();
    }

    /** What happens to a second publisher. */
    enum SecondPublisher {
        REJECT,
        REPLACE
    }

    /** Segments and playlists. */
    interface Packager {
        Duration segmentDuration();

        Duration partDuration();

        Duration windowDuration();
    }

    /** The ladder. */
    interface Transcoder {
        boolean enabled();

        boolean passthrough();

        List<String> encoders();

        int maxPixels();

        int maxSessions();

        Duration maxDelay();

        Audio audio();

        List<Rung> ladder();
    }

    /** The audio rendition. */
    interface Audio {
        int bitrateKbps();

        int sampleRateHz();

        int channels();
    }

    /** One video rendition. */
    interface Rung {
        String name();

        int height();

        int bitrateKbps();

        int maxFrameRate();

        String preset();
    }

    /** Pictures of live streams. */
    interface Thumbnails {
        boolean enabled();

        Duration interval();

        int width();
    }

    /** Files that are brought. */
    interface Uploads {
        int maxFileGib();

        int maxOpenPerOwner();

        int maxOpenGibPerOwner();

        int bufferMib();

        Duration idleExpiry();

        Duration pullTimeout();

        boolean allowPrivateAddresses();
    }

    /** Files that become assets. */
    interface Vod {
        boolean enabled();

        int workers();

        Duration heartbeat();

        int maxTries();

        Duration maxStepTime();

        Duration maxDuration();

        int maxPixels();

        List<Profile> profiles();
    }

    /** A named way to encode files. */
    interface Profile {
        String name();

        int version();

        String preset();

        Duration segmentDuration();

        Duration pieceDuration();

        int stereoKbps();

        int surroundKbps();

        Optional<Double> loudnessLufs();

        @WithDefault("h264")
        List<String> codecs();

        @WithDefault("true")
        boolean copy();

        List<ProfileRung> rungs();
    }

    /** One video rendition of a profile. */
    interface ProfileRung {
        int height();

        int maxBitrateKbps();

        int crf();

        int maxFrameRate();
    }

    /** PostgreSQL. */
    interface Database {
        Optional<String> url();

        String user();

        Optional<String> password();

        int poolSize();
    }

    /** Where segments are kept. */
    interface Store {
        int queueMib();

        Duration retention();

        S3 s3();
    }

    /** An S3 endpoint. */
    interface S3 {
        Optional<String> bucket();

        Optional<String> prefix();

        Optional<String> endpoint();

        String region();

        boolean pathStyle();

        Optional<String> accessKeyId();

        Optional<String> secretAccessKey();
    }

    /** The log of events. */
    interface Events {
        Duration retention();
    }

    /** Events sent to platforms. */
    interface Webhooks {
        boolean allowPrivateAddresses();
    }

    /** Live chat. */
    interface Chat {
        boolean enabled();

        int maxMessageLength();

        int messagesPerMinute();

        int burst();
    }

    /** Sockets. */
    interface Websocket {
        int maxConnections();

        Duration authenticationTimeout();

        int messagesPerSecond();

        int maxSubscriptions();

        int queueMessages();

        int queueKib();
    }

    /** The log. */
    interface Log {
        LogLevel level();

        LogFormat format();
    }

    /** How much is logged. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** What a line of the log is. */
    enum LogFormat {
        TEXT,
        JSON
    }
}
