package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a session that are a few lines each. */
class SmallPartsTest {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Test
    void timestamps_goOnAcrossTheWrapAndBackAgain() {
        TimestampUnwrapper clock = new TimestampUnwrapper();

        assertThat(clock.unwrap(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(clock.unwrap(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(clock.unwrap(0xFFFF_FFF8L)).as("late, from before the wrap").isEqualTo(0xFFFF_FFF8L);
        assertThat(clock.unwrap(0x20)).isEqualTo(0x1_0000_0020L);
    }

    @Test
    void timestamps_beforeTheFirstOne_mayBeNegative() {
        TimestampUnwrapper clock = new TimestampUnwrapper();

        assertThat(clock.unwrap(0)).isZero();
        assertThat(clock.unwrap(0xFFFF_FFFFL)).isEqualTo(-1);
    }

    @Test
    void workWithinTheBudget_isNeverPaused() {
        WorkBudget budget = new WorkBudget(0);
        for (int second = 0; second < 10; second++) {
            assertThat(budget.pauseNanos((int) WorkBudget.UNITS_PER_SECOND, second * SECOND_NANOS))
                    .isZero();
        }
    }

    @Test
    void workBeyondTheBudget_isPausedAsLongAsItIsWorth() {
        WorkBudget budget = new WorkBudget(0);

        assertThat(budget.pauseNanos((int) WorkBudget.UNITS_PER_SECOND, 0)).isZero();
        assertThat(budget.pauseNanos((int) WorkBudget.UNITS_PER_SECOND / 2, 0)).isEqualTo(SECOND_NANOS / 2);
        assertThat(budget.pauseNanos(0, SECOND_NANOS / 2)).isZero();
    }

    @Test
    void idleTime_isSavedForOneSecondOnly() {
        WorkBudget budget = new WorkBudget(0);

        assertThat(budget.pauseNanos(2 * (int) WorkBudget.UNITS_PER_SECOND, 100 * SECOND_NANOS))
                .isEqualTo(SECOND_NANOS);
    }

    @Test
    void connectionLimits_areKeptInTotalAndPerAddress() throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(/* maxTotal= */ 3, /* maxPerAddress= */ 2);
        InetAddress a = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        InetAddress b = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});

        assertThat(limiter.tryEnter(a)).isTrue();
        assertThat(limiter.tryEnter(a)).isTrue();
        assertThat(limiter.tryEnter(a)).as("third from the address").isFalse();
        assertThat(limiter.tryEnter(b)).isTrue();
        assertThat(limiter.tryEnter(b)).as("fourth in total").isFalse();
        limiter.leave(a);
        assertThat(limiter.tryEnter(b)).isTrue();
        assertThat(limiter.openCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"abc,abc", "a_B-9,a_B-9", "key?user=x&pass=y,key"})
    void streamKey_isTakenWithoutItsQuery(String name, String key) {
        assertThat(ClientText.streamKey(name)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?x=1",
                "..",
                "../../etc/passwd",
                "a/b",
                "a\\b",
                "a%2e%2e",
                "a.b",
                "key ",
                "key\n",
                "key\0",
                "k\u00e9y",
                "*"
            })
    void streamKey_thatCouldBeAPathOrPattern_isNone(String name) {
        assertThat(ClientText.streamKey(name)).isEmpty();
    }

    @Test
    void streamKey_isBounded() {
        assertThat(ClientText.streamKey("k".repeat(128))).isPresent();
        assertThat(ClientText.streamKey("k".repeat(129))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"live,live", "/live/,live", "live?token=1,live", "'',''", "///,''", "a/b/,a/b"})
    void appPath_isBareOfSlashesAndQuery(String app, String path) {
        assertThat(ClientText.appPath(app)).isEqualTo(path);
    }

    @Test
    void textForLogs_isShortAndOnOneLine() {
        assertThat(ClientText.forLog("a\r\nb\u202e\u001b[31m")).isEqualTo("a??b??[31m");
        assertThat(ClientText.forLog("x".repeat(1_000))).hasSize(129).endsWith("…");
    }
}
