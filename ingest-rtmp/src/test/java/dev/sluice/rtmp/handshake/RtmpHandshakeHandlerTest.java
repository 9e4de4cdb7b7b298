package dev.sluice.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.testing.SplittingInput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpHandshakeHandlerTest {
    private static final int PACKET_BYTES = 1536;
    private static final String PLAYER = "Genuine Adobe Flash Player 001";
    private static final String SERVER = "Genuine Adobe Flash Media Server 001";
    private static final byte[] SHARED_SECRET =
            HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new RtmpHandshakeHandler(new Random(1)));
    }

    private static void write(EmbeddedChannel channel, byte[] bytes) {
        ByteBuf buffer = Unpooled.copiedBuffer(bytes);
        channel.writeInbound(buffer);
        if (channel.inboundMessages().stream().noneMatch(passed -> passed == buffer)) {
            assertThat(buffer.refCnt()).isZero();
        }
    }

    private static byte[] drain(Iterable<? extends Object> messages) {
        List<byte[]> pieces = new ArrayList<>();
        for (Object message : messages) {
            ByteBuf buffer = (ByteBuf) message;
            pieces.add(ByteBufUtil.getBytes(buffer));
            buffer.release();
        }
        return Wire.join(pieces.toArray(byte[][]::new));
    }

    private static byte[] output(EmbeddedChannel channel) {
        byte[] bytes = drain(channel.outboundMessages());
        channel.outboundMessages().clear();
        return bytes;
    }

    private static byte[] passedOn(EmbeddedChannel channel) {
        byte[] bytes = drain(channel.inboundMessages());
        channel.inboundMessages().clear();
        return bytes;
    }

    @Test
    void plainHandshake_isAnsweredByTheBook() {
        byte[] client = Wire.handshake();
        client[1] = 0x12;
        client[4] = 0x34;
        EmbeddedChannel channel = channel();

        write(channel, client);

        byte[] answer = output(channel);
        assertThat(answer).hasSize(1 + 2 * PACKET_BYTES);
        assertThat(answer[0]).isEqualTo((byte) 3);
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + PACKET_BYTES);
        assertThat(Arrays.copyOfRange(s1, 4, 8)).as("zero field of S1").containsOnly(0);
        byte[] s2 = Arrays.copyOfRange(answer, 1 + PACKET_BYTES, answer.length);
        assertThat(Arrays.copyOf(s2, 4)).as("time of C1").containsExactly(0x12, 0, 0, 0x34);
        assertThat(Arrays.copyOfRange(s2, 4, 8)).as("time read").isEqualTo(Arrays.copyOf(s1, 4));
        assertThat(Arrays.copyOfRange(s2, 8, PACKET_BYTES))
                .as("random bytes of C1")
                .isEqualTo(Arrays.copyOfRange(client, 9, 1 + PACKET_BYTES));
        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class)).isNull();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void handshakeInAnyPieces_isAnsweredTheSameAndHandsOnTheRest() {
        byte[] rest = Wire.ascii("first chunk");
        byte[] client = Wire.join(Wire.handshake(), rest);

        SplittingInput.forEachSplit(client, pieces -> {
            EmbeddedChannel channel = channel();
            pieces.forEach(piece -> write(channel, piece));

            assertThat(output(channel)).hasSize(1 + 2 * PACKET_BYTES);
            assertThat(passedOn(channel)).isEqualTo(rest);
            assertThat(channel.finish()).isFalse();
        });
    }

    @Test
    void answer_waitsForTheWholeOfC1() {
        byte[] client = Wire.handshake();
        EmbeddedChannel channel = channel();

        write(channel, Arrays.copyOf(client, PACKET_BYTES));
        assertThat(output(channel)).isEmpty();
        write(channel, Arrays.copyOfRange(client, PACKET_BYTES, PACKET_BYTES + 1));
        assertThat(output(channel)).hasSize(1 + 2 * PACKET_BYTES);

        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class))
                .as("waits for C2")
                .isNotNull();
        write(channel, Arrays.copyOfRange(client, PACKET_BYTES + 1, client.length));
        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class)).isNull();
        assertThat(channel.finish()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6, 31})
    void otherVersion_isAnsweredWithThree(int version) {
        byte[] client = Wire.handshake();
        client[0] = (byte) version;
        EmbeddedChannel channel = channel();

        write(channel, client);

        assertThat(output(channel)[0]).isEqualTo((byte) 3);
        assertThat(channel.finish()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 'G', 'P', 'H', 0x80, 0xFF})
    void firstByteOfAnotherProtocol_faultsWithoutAnAnswer(int first) {
        EmbeddedChannel channel = channel();
        byte[] client = Wire.handshake();
        client[0] = (byte) first;

        assertThatThrownBy(() -> write(channel, client)).isInstanceOfSatisfying(RtmpFaultException.class, e -> {
            assertThat(e.fault()).isEqualTo(RtmpFault.HANDSHAKE);
            assertThat(e).hasMessageContaining("0x" + Integer.toHexString(first));
        });
        write(channel, Wire.ascii("ET / HTTP/1.1\r\n\r\n"));

        assertThat(output(channel)).isEmpty();
        assertThat(passedOn(channel)).isEmpty();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1537, 3072})
    void clientThatLeavesInside_isAFault(int sent) {
        EmbeddedChannel channel = channel();
        write(channel, Arrays.copyOf(Wire.handshake(), sent));

        var unused = channel.close();

        assertThatThrownBy(channel::checkException)
                .isInstanceOf(RtmpFaultException.class)
                .hasMessageContaining("left inside the handshake");
        channel.releaseOutbound();
    }

    @Test
    void clientThatSendsNothing_isNoFault() {
        EmbeddedChannel channel = channel();

        var unused = channel.close();

        channel.checkException();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void c2ThatEchoesNothing_isTakenAllTheSame() {
        byte[] client = Wire.handshake();
        Arrays.fill(client, 1 + PACKET_BYTES, client.length, (byte) 0xEE);
        EmbeddedChannel channel = channel();

        write(channel, client);

        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class)).isNull();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 772})
    void digestHandshake_isSignedUnderTheClientsScheme(int scheme) throws Exception {
        byte[] client = Wire.handshake();
        client[5] = 9;
        byte[] c1 = Arrays.copyOfRange(client, 1, 1 + PACKET_BYTES);
        int clientAt = digestOffset(c1, scheme);
        byte[] clientDigest = digest(c1, clientAt, Wire.ascii(PLAYER));
        System.arraycopy(clientDigest, 0, client, 1 + clientAt, clientDigest.length);
        EmbeddedChannel channel = channel();

        write(channel, client);

        byte[] answer = output(channel);
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + PACKET_BYTES);
        int serverAt = digestOffset(s1, scheme);
        assertThat(Arrays.copyOfRange(s1, serverAt, serverAt + 32)).isEqualTo(digest(s1, serverAt, Wire.ascii(SERVER)));
        byte[] s2 = Arrays.copyOfRange(answer, 1 + PACKET_BYTES, answer.length);
        byte[] key = hmac(Wire.join(Wire.ascii(SERVER), SHARED_SECRET), clientDigest);
        assertThat(Arrays.copyOfRange(s2, PACKET_BYTES - 32, PACKET_BYTES))
                .isEqualTo(hmac(key, Arrays.copyOf(s2, PACKET_BYTES - 32)));
        channel.finishAndReleaseAll();
    }

    @Test
    void wrongDigest_getsThePlainAnswer() {
        byte[] client = Wire.handshake();
        client[5] = 9;
        EmbeddedChannel channel = channel();

        write(channel, client);

        byte[] answer = output(channel);
        assertThat(Arrays.copyOfRange(answer, 5, 9)).containsOnly(0);
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET_BYTES + 8, answer.length))
                .isEqualTo(Arrays.copyOfRange(client, 9, 1 + PACKET_BYTES));
        channel.finishAndReleaseAll();
    }

    private static int digestOffset(byte[] packet, int scheme) {
        int sum = 0;
        for (int i = scheme; i < scheme + 4; i++) {
            sum += packet[i] & 0xFF;
        }
        return scheme + 4 + sum % 728;
    }

    private static byte[] digest(byte[] packet, int at, byte[] key) throws GeneralSecurityException {
        return hmac(key, Wire.join(Arrays.copyOf(packet, at), Arrays.copyOfRange(packet, at + 32, packet.length)));
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
