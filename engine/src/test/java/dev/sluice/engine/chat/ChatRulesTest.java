package dev.sluice.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatRoomId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatRulesTest {
    private static final ChatRoomId ROOM = new ChatRoomId("tenant with space", StreamId.random());

    @Test
    void message_ofAllowedLength_isKeptAsItIs() throws Exception {
        assertThat(ChatRules.message("  <b>&\"\n\uD83D\uDE00 ", 9)).isEqualTo("<b>&\"\n\uD83D\uDE00");
        assertThat(ChatRules.message("\uD83D\uDE00".repeat(500), 500)).hasSize(1000);
    }

    @Test
    void message_emptyLongOrWithControlCharacters_isRefused() {
        for (String bad :
                List.of("", " \n\t ", "x".repeat(11), "a\u0000b", "a\u001bb", "a\rb", "\uD83Dx", "a\u0085b")) {
            assertThatThrownBy(() -> ChatRules.message(bad, 10))
                    .as(bad)
                    .isInstanceOfSatisfying(ChatRefusedException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(ChatRefusedException.Reason.INVALID));
        }
    }

    @Test
    void emoji_ofAnyKind_isTaken() throws Exception {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        for (String good : List.of(
                "\uD83D\uDD25",
                "\u2764\uFE0F",
                "\uD83D\uDC4D\uD83C\uDFFD",
                "\uD83C\uDDE9\uD83C\uDDEA",
                "1\uFE0F\u20E3",
                family)) {
            assertThat(ChatRules.emoji(good)).isEqualTo(good);
        }
    }

    @Test
    void emoji_textOrMarkup_isRefused() {
        for (String bad :
                List.of("a", "1", "#", "<\uD83D\uDD25>", "\uD83D\uDD25 ", "\u200D", "\uD83D\uDD25".repeat(13))) {
            assertThatThrownBy(() -> ChatRules.emoji(bad)).as(bad).isInstanceOf(ChatRefusedException.class);
        }
    }

    @Test
    void tokenBucket_afterItsBurst_givesAtItsRate() {
        TokenBucket bucket = new TokenBucket(2, 3, 0);
        assertThat(List.of(bucket.take(0), bucket.take(0), bucket.take(0))).containsOnly(0L);
        assertThat(bucket.take(0)).isEqualTo(500);
        assertThat(bucket.take(499)).isEqualTo(1);
        assertThat(bucket.take(500)).isZero();
        assertThat(bucket.take(400)).as("a clock that goes back").isPositive();
        assertThat(bucket.take(1_000_000)).isZero();
        assertThat(List.of(bucket.take(1_000_000), bucket.take(1_000_000))).containsOnly(0L);
        assertThat(bucket.take(1_000_000)).as("no more than the burst").isEqualTo(500);
    }

    @Test
    void reactions_ofOneSecond_areAddedUpByEmoji() {
        ReactionBoard board = new ReactionBoard();
        board.add(ROOM, "a", "ann");
        board.add(ROOM, "b", "ann");
        board.add(ROOM, "a", "bob");
        assertThat(board.takeAll())
                .containsExactly(new ReactionBurst(ROOM, "a", 2, "bob"), new ReactionBurst(ROOM, "b", 1, "ann"));
        assertThat(board.takeAll()).isEmpty();
    }

    @Test
    void reactions_ofTooManyKinds_areRefused() {
        ReactionBoard board = new ReactionBoard();
        for (int i = 0; i < ReactionBoard.MAX_KINDS; i++) {
            assertThat(board.add(ROOM, "e" + i, "ann")).isTrue();
        }
        assertThat(board.add(ROOM, "one more", "ann")).isFalse();
        assertThat(board.add(ROOM, "e0", "ann")).isTrue();
    }

    @Test
    void signals_writtenAndParsed_areTheSame() {
        ReactionBurst burst = new ReactionBurst(ROOM, "\uD83D\uDD25", 3, "a\u001f b");
        assertThat(SignalFields.parseBurst(SignalFields.burst(burst)))
                .isEqualTo(new ReactionBurst(ROOM, "\uD83D\uDD25", 3, "a  b"));
        assertThat(SignalFields.parseChange(SignalFields.change(ROOM, 7))).isEqualTo(new SignalFields.Change(ROOM, 7));
        assertThatThrownBy(() -> SignalFields.parseChange("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
