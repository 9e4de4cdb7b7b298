package dev.sluice.api.video;

import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.asset.AssetDerivation;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.ClipCuts;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.job.Jobs;
import dev.sluice.identity.account.AccountRepository;
import java.time.InstantSource;

/** What the videos resource stands on. */
public record VideoServices(
        AssetRepository assets,
        AssetDerivation derivation,
        ClipCuts cuts,
        Subtitles subtitles,
        Jobs jobs,
        AccountRepository accounts,
        PlaybackPasses passes,
        InstantSource clock) {}
