package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/**
 * Makes {@link AacParameters} from an AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1). The core codec must be AAC
 * LC; SBR and PS on top of it may be signalled explicitly or in the backward compatible way. Stateless and thread-safe.
 */
public final class AacConfig {
    private static final int[] SAMPLE_RATES_HZ = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    private static final int MAX_SAMPLE_RATE_HZ = 96_000;
    private static final int ESCAPED_RATE = 15;

    /** Channels by {@code channelConfiguration}; 0 means that a program config element says it. */
    private static final int[] CHANNEL_COUNTS = {0, 1, 2, 3, 4, 5, 6, 8};

    private static final int MAX_CONFIG_BYTES = 256;
    private static final int LOW_COMPLEXITY = 2;
    private static final int SBR = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int ESCAPED_TYPE = 31;
    private static final int SBR_SYNC = 0x2B7;
    private static final int PARAMETRIC_STEREO_SYNC = 0x548;
    private static final int SYNC_BITS = 11;

    private AacConfig() {}

    /**
     * @param config the AudioSpecificConfig, which is kept as it is
     * @throws MediaParseException malformed, or unsupported when the core codec is not AAC LC
     */
    public static AacParameters parse(Payload config) throws MediaParseException {
        if (config.sizeBytes() > MAX_CONFIG_BYTES) {
            throw MediaParseException.malformed("AudioSpecificConfig of " + config.sizeBytes() + " bytes");
        }
        BitReader bits = BitReader.of(config);
        int signalledType = readObjectType(bits);
        int sampleRateHz = readSampleRate(bits);
        int channelConfiguration = bits.readBits(4);
        int coreType = signalledType;
        if (signalledType == SBR || signalledType == PARAMETRIC_STEREO) {
            readSampleRate(bits);
            coreType = readObjectType(bits);
        }
        if (coreType != LOW_COMPLEXITY) {
            throw MediaParseException.unsupported("AAC with audio object type " + coreType + "; AAC LC is supported");
        }
        int samplesPerFrame = bits.readFlag() ? 960 : 1024;
        if (bits.readFlag()) {
            bits.skipBits(14);
        }
        bits.skipBits(1);
        int coreChannels =
                channelConfiguration == 0 ? ProgramConfig.readChannelCount(bits) : channelCount(channelConfiguration);
        int type = signalledType == LOW_COMPLEXITY ? readCompatibleExtension(bits) : signalledType;
        int channels = type == PARAMETRIC_STEREO && coreChannels == 1 ? 2 : coreChannels;
        return new AacParameters(type, sampleRateHz, channels, samplesPerFrame, config);
    }

    /**
     * Parameters of AAC LC with frames of 1024 samples, as an encoder of ours makes it.
     *
     * @throws IllegalArgumentException for a rate over 96 kHz, or a channel count that no channel configuration has
     */
    public static AacParameters lowComplexity(int sampleRateHz, int channelCount) {
        if (sampleRateHz <= 0 || sampleRateHz > MAX_SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("AAC sample rate: " + sampleRateHz + " Hz");
        }
        int channelConfiguration = channelConfiguration(channelCount);
        int rateIndex = sampleRateIndex(sampleRateHz);
        ByteWriter config = new ByteWriter(5);
        if (rateIndex == ESCAPED_RATE) {
            long fields = (long) LOW_COMPLEXITY << 35
                    | (long) ESCAPED_RATE << 31
                    | (long) sampleRateHz << 7
                    | (long) channelConfiguration << 3;
            config.writeInt8((int) (fields >> 32)).writeInt32((int) fields);
        } else {
            config.writeInt16(LOW_COMPLEXITY << 11 | rateIndex << 7 | channelConfiguration << 3);
        }
        return new AacParameters(LOW_COMPLEXITY, sampleRateHz, channelCount, 1024, config.toPayload());
    }

    /** The extension that decoders of plain AAC LC do not see; absent, it may still be there implicitly. */
    private static int readCompatibleExtension(BitReader bits) throws MediaParseException {
        if (bits.remainingBits() < SYNC_BITS + 6 || bits.readBits(SYNC_BITS) != SBR_SYNC) {
            return LOW_COMPLEXITY;
        }
        if (readObjectType(bits) != SBR || !bits.readFlag()) {
            return LOW_COMPLEXITY;
        }
        readSampleRate(bits);
        boolean parametricStereo = bits.remainingBits() > SYNC_BITS
                && bits.readBits(SYNC_BITS) == PARAMETRIC_STEREO_SYNC
                && bits.readFlag();
        return parametricStereo ? PARAMETRIC_STEREO : SBR;
    }

    private static int readObjectType(BitReader bits) throws MediaParseException {
        int type = bits.readBits(5);
        return type == ESCAPED_TYPE ? 32 + bits.readBits(6) : type;
    }

    private static int readSampleRate(BitReader bits) throws MediaParseException {
        int index = bits.readBits(4);
        int rateHz = index == ESCAPED_RATE ? bits.readBits(24) : indexedRate(index);
        if (rateHz <= 0 || rateHz > MAX_SAMPLE_RATE_HZ) {
            throw MediaParseException.malformed("AAC sample rate of " + rateHz + " Hz");
        }
        return rateHz;
    }

    private static int indexedRate(int index) throws MediaParseException {
        if (index >= SAMPLE_RATES_HZ.length) {
            throw MediaParseException.malformed("AAC sampling frequency index " + index);
        }
        return SAMPLE_RATES_HZ[index];
    }

    private static int channelCount(int channelConfiguration) throws MediaParseException {
        if (channelConfiguration >= CHANNEL_COUNTS.length) {
            throw MediaParseException.unsupported("AAC channel configuration " + channelConfiguration);
        }
        return CHANNEL_COUNTS[channelConfiguration];
    }

    private static int channelConfiguration(int channelCount) {
        for (int i = 1; i < CHANNEL_COUNTS.length; i++) {
            if (CHANNEL_COUNTS[i] == channelCount) {
                return i;
            }
        }
        throw new IllegalArgumentException("AAC channel count: " + channelCount);
    }

    private static int sampleRateIndex(int sampleRateHz) {
        for (int i = 0; i < SAMPLE_RATES_HZ.length; i++) {
            if (SAMPLE_RATES_HZ[i] == sampleRateHz) {
                return i;
            }
        }
        return ESCAPED_RATE;
    }

    /** The program config element (ISO/IEC 14496-3 section 4.4.1.1), for its channels. */
    private static final class ProgramConfig {
        private static final int MAX_CHANNELS = 8;

        static int readChannelCount(BitReader bits) throws MediaParseException {
            bits.skipBits(4 + 2 + 4);
            int front = bits.readBits(4);
            int side = bits.readBits(4);
            int back = bits.readBits(4);
            int lowFrequency = bits.readBits(2);
            int associatedData = bits.readBits(3);
            int couplings = bits.readBits(4);
            skipMixdown(bits, 4);
            skipMixdown(bits, 4);
            skipMixdown(bits, 3);
            int channels = lowFrequency;
            for (int i = 0; i < front + side + back; i++) {
                channels += bits.readFlag() ? 2 : 1;
                bits.skipBits(4);
            }
            bits.skipBits(4L * lowFrequency + 4L * associatedData + 5L * couplings);
            skipComment(bits);
            if (channels == 0 || channels > MAX_CHANNELS) {
                throw MediaParseException.unsupported("AAC program of " + channels + " channels");
            }
            return channels;
        }

        private static void skipMixdown(BitReader bits, int fieldBits) throws MediaParseException {
            if (bits.readFlag()) {
                bits.skipBits(fieldBits);
            }
        }

        /** The comment begins on a byte of the AudioSpecificConfig, whose bits end on a byte too. */
        private static void skipComment(BitReader bits) throws MediaParseException {
            bits.skipBits(bits.remainingBits() % 8);
            bits.skipBits(8L * bits.readBits(8));
        }
    }
}
