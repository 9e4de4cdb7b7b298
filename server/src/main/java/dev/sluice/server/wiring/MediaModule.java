package dev.sluice.server.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.Thumbnailer;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.server.adapter.BoundedTranscoder;
import dev.sluice.server.adapter.CmafPackager;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.transcoder.JpegThumbnailer;
import dev.sluice.transcoder.LadderTranscoder;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Transcoder, packager and thumbnails behind the engine's ports. */
@Module
interface MediaModule {
    /** Of {@code GET /api/v1/time}, from {@code /live/ID/manifest.mpd}. */
    String UTC_TIMING_URL = "../../api/v1/time";

    @Provides
    @Singleton
    static BoundedTranscoder boundedTranscoder(SluiceConfig config) {
        return new BoundedTranscoder(
                new LadderTranscoder(Settings.transcoder(config.transcoder())),
                config.transcoder().maxSessions());
    }

    @Binds
    Transcoder transcoder(BoundedTranscoder transcoder);

    @Provides
    static Thumbnailer thumbnailer(SluiceConfig config) {
        return new JpegThumbnailer(config.transcoder().maxPixels());
    }

    @Provides
    @Singleton
    static Packager packager(Clock clock) {
        return new CmafPackager(UTC_TIMING_URL, clock);
    }
}
