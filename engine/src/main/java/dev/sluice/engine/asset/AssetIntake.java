package dev.sluice.engine.asset;

/** Takes whole files in: what every way of uploading ends with. Safe for threads; blocks. */
public interface AssetIntake {
    /**
     * Makes the asset, with {@code video.uploaded}, and the job that will process it. Accepting the same id again
     * changes nothing, so a caller that does not know whether it succeeded calls again.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    void accept(NewAsset asset);
}
