package dev.sluice.server.wiring;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.VodRules;
import dev.sluice.storage.objects.S3ObjectStore;
import dev.sluice.storage.objects.S3Settings;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.local.LocalSettings;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.source.SourceLimits;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;

/** What commands that work on files take of the settings, without a server. */
public final class FileWork {
    private static final String WORKER = "local";

    private FileWork() {}

    /** An S3 bucket that is open. */
    public record Bucket(ObjectStore objects, MultipartObjects parts, Closeable client) implements Closeable {
        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    public static Profiles profiles(SluiceConfig config) {
        return new Profiles(
                config.vod().profiles().stream().map(VodRules::profile).toList());
    }

    public static SourceLimits limits(SluiceConfig config) {
        return Settings.sourceLimits(config.vod());
    }

    /** How many workers the settings want. */
    public static int workers(SluiceConfig config) {
        return Settings.vodWorkers(config.vod());
    }

    /** @param tries of one step */
    public static LocalSettings local(SluiceConfig config, EncodeProfile profile, int workers, int tries) {
        return new LocalSettings(
                profile,
                limits(config),
                workers,
                new WorkerSettings(WORKER, tries, config.vod().maxStepTime()));
    }

    /**
     * The server's S3 settings with another bucket and prefix.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Bucket bucket(SluiceConfig config, String name, String prefix, InstantSource clock) {
        SluiceConfig.S3 s3 = config.store().s3();
        S3ObjectStore store = new S3ObjectStore(
                new S3Settings(
                        name,
                        prefix,
                        s3.endpoint().map(URI::create).orElse(null),
                        s3.region(),
                        s3.pathStyle(),
                        s3.accessKeyId().orElse(null),
                        s3.secretAccessKey().orElse(null),
                        S3Settings.Limits.DEFAULTS),
                clock);
        return new Bucket(store, store.multipart(), store::close);
    }
}
