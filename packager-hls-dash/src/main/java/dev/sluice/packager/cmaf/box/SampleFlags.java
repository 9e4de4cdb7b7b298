package dev.sluice.packager.cmaf.box;

/** Sample flags of trex, tfhd and trun (ISO/IEC 14496-12 section 8.8.3.1). */
final class SampleFlags {
    /** Depends on no other sample; decoding can start here. */
    static final int SYNC = 0x02000000;

    /** Depends on other samples, and is not a sync sample. */
    static final int DEPENDENT = 0x01010000;

    private SampleFlags() {}
}
