package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;

/**
 * VP9 parameters (VP Codec ISO Media File Format Binding).
 *
 * @param configurationRecord the vpcC payload, full-box version and flags included
 * @param codecString {@code vp09.PP.LL.DD}
 */
public record Vp9Parameters(VideoFormat format, Payload configurationRecord, String codecString)
        implements VideoParameters {}
