package dev.sluice.engine.asset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would become of a file, without encoding it. Computes only; safe for any thread. */
public interface PlanPreview {
    /** The profiles of this installation, the usual one first. */
    List<ProfileSummary> profiles();

    /**
     * Of a file that was probed.
     *
     * @param sourceJson as {@link AssetRecord#sourceJson()} has it
     * @param profile null for the usual one
     * @return empty when there is no such profile
     */
    Optional<PlannedAsset> ofProbed(String sourceJson, @Nullable String profile);

    /** Of a file that is only told of; empty when there is no such profile. */
    Optional<PlannedAsset> ofFacts(SourceFacts facts, @Nullable String profile);
}
