package dev.sluice.server.wiring;

import dev.sluice.api.ApiSettings;
import dev.sluice.api.ws.SocketSettings;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.chat.ChatLimits;
import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.live.SecondPublisherPolicy;
import dev.sluice.engine.pipeline.LadderSettings;
import dev.sluice.engine.pipeline.PipelineSettings;
import dev.sluice.engine.pipeline.RungSettings;
import dev.sluice.engine.pipeline.StoreSettings;
import dev.sluice.engine.port.ChatSettings;
import dev.sluice.engine.thumbnail.ThumbnailSettings;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.file.MediaFileLimits;
import dev.sluice.rtmp.RtmpSettings;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.storage.db.DatabaseSettings;
import dev.sluice.storage.objects.S3Settings;
import dev.sluice.transcoder.LadderTranscoderSettings;
import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.source.SourceLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rooms' settings out of the server's. What cannot be configured keeps the room's own default. */
final class Settings {
    private static final int LEASE_RENEWALS_PER_LEASE = 3;
    private static final int MAX_EVENT_LOOPS = 8;
    private static final double SECONDS_PER_MINUTE = 60;

    private Settings() {}

    static EngineSettings engine(SluiceConfig config) {
        return new EngineSettings(
                live(config.live()), pipeline(config), store(config.store()), thumbnails(config.thumbnails()));
    }

    private static LiveSettings live(SluiceConfig.Live live) {
        LiveSettings defaults = LiveSettings.DEFAULTS;
        return new LiveSettings(
                switch (live.secondPublisher()) {
                    case REJECT -> SecondPublisherPolicy.REJECT;
                    case REPLACE -> SecondPublisherPolicy.REPLACE;
                },
                live.reconnectGrace(),
                live.firstPublisherTimeout(),
                defaults.keyFrameTimeout(),
                live.authorisationTimeout(),
                defaults.maxPendingAuthorisations(),
                live.maxStreams(),
                live.lease(),
                live.lease().dividedBy(LEASE_RENEWALS_PER_LEASE),
                defaults.gopCacheSamples(),
                defaults.gopCacheBytes());
    }

    private static PipelineSettings pipeline(SluiceConfig config) {
        PipelineSettings defaults = PipelineSettings.DEFAULTS;
        return new PipelineSettings(
                ladder(config.transcoder()),
                config.packager().segmentDuration(),
                config.packager().partDuration(),
                config.packager().windowDuration(),
                defaults.queue(),
                defaults.transcodeRestarts(),
                defaults.transcodeRestartDelay(),
                defaults.edgeLinger(),
                defaults.edgeMaxBytes());
    }

    private static LadderSettings ladder(SluiceConfig.Transcoder transcoder) {
        List<RungSettings> rungs = transcoder.enabled()
                ? transcoder.ladder().stream().map(Settings::rung).toList()
                : LadderSettings.SOURCE_ONLY.rungs();
        LadderSettings defaults = LadderSettings.DEFAULTS;
        return new LadderSettings(
                rungs,
                transcoder.passthrough(),
                defaults.passthroughBitrateMargin(),
                bps(transcoder.audio().bitrateKbps()),
                transcoder.audio().sampleRateHz(),
                transcoder.audio().channels(),
                defaults.maxPassthroughAudioBps());
    }

    private static RungSettings rung(SluiceConfig.Rung rung) {
        return RungSettings.of(rung.name(), rung.height(), bps(rung.bitrateKbps()), rung.maxFrameRate(), rung.preset());
    }

    private static ThumbnailSettings thumbnails(SluiceConfig.Thumbnails thumbnails) {
        return new ThumbnailSettings(thumbnails.enabled(), thumbnails.interval(), thumbnails.width());
    }

    private static StoreSettings store(SluiceConfig.Store store) {
        StoreSettings defaults = StoreSettings.DEFAULTS;
        return new StoreSettings(
                (long) store.queueMib() << 20,
                defaults.maxAttempts(),
                defaults.retryDelay(),
                defaults.maxRetryDelay(),
                defaults.flushTimeout(),
                store.retention(),
                defaults.sweepInterval());
    }

    static LadderTranscoderSettings transcoder(SluiceConfig.Transcoder transcoder) {
        LadderTranscoderSettings defaults = LadderTranscoderSettings.defaults();
        return new LadderTranscoderSettings(
                transcoder.encoders().stream().map(Settings::encoder).toList(),
                defaults.cpuCount(),
                transcoder.maxDelay().dividedBy(2),
                transcoder.maxDelay(),
                defaults.drainTimeout(),
                transcoder.maxPixels(),
                defaults.maxSilentAccessUnits());
    }

    private static H264EncoderKind encoder(String name) {
        return H264EncoderKind.BY_PREFERENCE.stream()
                .filter(kind -> kind.encoderName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such encoder: " + name));
    }

    static RtmpSettings rtmp(SluiceConfig.Rtmp rtmp) {
        RtmpSettings defaults = RtmpSettings.defaults();
        return new RtmpSettings(
                rtmp.host(),
                rtmp.port(),
                defaults.app(),
                defaults.eventLoopThreads(),
                rtmp.maxConnections(),
                rtmp.maxConnectionsPerAddress(),
                rtmp.setupTimeout(),
                rtmp.firstMediaTimeout(),
                rtmp.idleTimeout());
    }

    static DatabaseSettings database(SluiceConfig.Database database, Path embeddedDirectory) {
        return new DatabaseSettings(
                database.url().orElse(null),
                database.user(),
                database.password().orElse(null),
                embeddedDirectory,
                database.poolSize(),
                DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT,
                DatabaseSettings.DEFAULT_STATEMENT_TIMEOUT);
    }

    /** Empty when segments go to files. */
    static Optional<S3Settings> s3(SluiceConfig.S3 s3) {
        return s3.bucket()
                .map(bucket -> new S3Settings(
                        bucket,
                        s3.prefix().orElse(""),
                        s3.endpoint().map(URI::create).orElse(null),
                        s3.region(),
                        s3.pathStyle(),
                        s3.accessKeyId().orElse(null),
                        s3.secretAccessKey().orElse(null),
                        S3Settings.Limits.DEFAULTS));
    }

    /** @param rtmpPort that the RTMP server really has */
    static ApiSettings api(SluiceConfig config, int rtmpPort) {
        SluiceConfig.Http http = config.http();
        return new ApiSettings(
                http.host(),
                http.port(),
                http.publicUrl().map(URI::create).orElse(null),
                config.rtmp().publicUrl().orElse(null),
                http.trustForwardedHeaders(),
                rtmpPort,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_EVENT_LOOPS),
                http.corsOrigins(),
                http.maxConnections());
    }

    static ChatLimits chat(SluiceConfig.Chat chat) {
        return new ChatLimits(
                new ChatSettings(chat.enabled(), /* slowModeSeconds= */ 0, chat.maxMessageLength()),
                chat.messagesPerMinute() / SECONDS_PER_MINUTE,
                chat.burst());
    }

    static SocketSettings sockets(SluiceConfig config) {
        SluiceConfig.Websocket websocket = config.websocket();
        return new SocketSettings(
                config.http().corsOrigins(),
                websocket.maxConnections(),
                websocket.authenticationTimeout(),
                websocket.messagesPerSecond(),
                websocket.queueMessages(),
                (long) websocket.queueKib() << 10,
                websocket.maxSubscriptions());
    }

    static UploadLimits uploads(SluiceConfig.Uploads uploads) {
        return new UploadLimits(
                (long) uploads.maxFileGib() << 30,
                uploads.maxOpenPerOwner(),
                (long) uploads.maxOpenGibPerOwner() << 30,
                uploads.bufferMib() << 20,
                uploads.idleExpiry(),
                UploadLimits.DEFAULTS.retention());
    }

    static int vodWorkers(SluiceConfig.Vod vod) {
        return vod.workers() == 0 ? Runtime.getRuntime().availableProcessors() : vod.workers();
    }

    static WorkerSettings worker(SluiceConfig.Vod vod, String node) {
        return new WorkerSettings(node, vod.maxTries(), vod.maxStepTime());
    }

    static SourceLimits sourceLimits(SluiceConfig.Vod vod) {
        SourceLimits defaults = SourceLimits.DEFAULTS;
        MediaFileLimits file = defaults.file();
        return new SourceLimits(
                new MediaFileLimits(file.probeBytes(), file.analyzeDuration(), file.maxStreams(), vod.maxPixels()),
                defaults.maxAudioTracks(),
                vod.maxDuration(),
                defaults.maxStandstill(),
                defaults.maxPackets());
    }

    private static int bps(int kbps) {
        return Math.multiplyExact(kbps, 1000);
    }
}
