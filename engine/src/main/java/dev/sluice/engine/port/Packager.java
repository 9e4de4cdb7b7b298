package dev.sluice.engine.port;

/** Makes segments and manifests of renditions. */
public interface Packager {
    /** Opens the presentation of one stream. The caller owns the session and must finish it. */
    PackagerSession open(PresentationSettings settings, PackagerListener listener);
}
