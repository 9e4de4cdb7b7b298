package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import dev.sluice.engine.port.NewChatMessage;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.NodeSignals;
import dev.sluice.engine.port.RepositoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Chat rooms and the signals between nodes against a real PostgreSQL. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatRepositoryIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String TENANT = "default";

    private Database database;
    private PostgresSignals here;
    private PostgresSignals elsewhere;
    private ChatRepository chat;

    @BeforeAll
    void openDatabase(@TempDir Path directory) {
        database = TestDatabases.open(directory);
        here = database.signals();
        elsewhere = database.signals();
        chat = database.chat(here);
    }

    @AfterAll
    void closeDatabase() {
        here.close();
        elsewhere.close();
        database.close();
    }

    private ChatRoomId newRoom() {
        NewStream stream = TestStreams.newStream(NOW);
        database.streams().create(stream);
        return new ChatRoomId(TENANT, stream.id());
    }

    private static NewChatMessage message(ChatRoomId room, String author, Instant at, @Nullable Instant notSince) {
        return new NewChatMessage(room, UUID.randomUUID(), author, "Name «é»", "hi '; -- \uD83C\uDFA5", at, notSince);
    }

    @Test
    void append_byManyAtOnce_numbersWithoutGapsAndCounts() throws Exception {
        ChatRoomId room = newRoom();
        List<Future<Optional<ChatMessage>>> writing = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String author = "user" + i % 4;
                writing.add(threads.submit(() -> chat.append(message(room, author, NOW, null))));
            }
        }
        for (Future<Optional<ChatMessage>> written : writing) {
            assertThat(written.get()).isPresent();
        }

        assertThat(chat.after(room, 0, 100))
                .extracting(ChatMessage::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(chat.before(room, 39, 1, 2))
                .extracting(ChatMessage::sequence)
                .containsExactly(37L, 36L);
        assertThat(chat.newest(room)).isEqualTo(40);
        assertThat(chat.countMessages(room.stream())).isEqualTo(40);
        assertThat(chat.countAuthors(room.stream())).isEqualTo(4);
        assertThat(chat.countMessages(StreamId.random())).isZero();
    }

    @Test
    void append_withinSlowMode_isRefusedAndTakesNoNumber() {
        ChatRoomId room = newRoom();
        assertThat(chat.append(message(room, "a", NOW, NOW.minusSeconds(5)))).isPresent();
        assertThat(chat.append(message(room, "a", NOW.plusSeconds(4), NOW.minusSeconds(1))))
                .isEmpty();
        assertThat(chat.append(message(room, "a", NOW.plusSeconds(5), NOW)))
                .map(ChatMessage::sequence)
                .contains(2L);
        assertThat(chat.standing(room, "a", NOW).lastMessageAt()).contains(NOW.plusSeconds(5));
    }

    @Test
    void delete_isAChangeOfItsOwnAndEmptiesTheText() {
        ChatRoomId room = newRoom();
        ChatMessage first = chat.append(message(room, "a", NOW, null)).orElseThrow();
        ChatMessage second = chat.append(message(room, "a", NOW, null)).orElseThrow();

        assertThat(chat.find(room, first.id())).contains(first);
        assertThat(chat.delete(room, first.id(), "mod", NOW)).hasValue(3);
        assertThat(chat.delete(room, first.id(), "mod", NOW)).isEmpty();
        assertThat(chat.newest(room)).isEqualTo(3);
        assertThat(chat.find(room, first.id())).isEmpty();
        assertThat(chat.countShown(room)).isEqualTo(1);
        assertThat(chat.changesAfter(room, 0, 10))
                .containsExactly(new ChatChange.Posted(second), new ChatChange.Deleted(room, 3, first.id()));
        assertThat(chat.changesAfter(room, 2, 10)).containsExactly(new ChatChange.Deleted(room, 3, first.id()));
    }

    @Test
    void everything_ofAnotherTenant_isNotThere() {
        ChatRoomId room = newRoom();
        ChatRoomId theirs = new ChatRoomId("elsewhere", room.stream());
        ChatMessage kept = chat.append(message(room, "a", NOW, null)).orElseThrow();
        chat.ban(room, new ChatBan("a", null, "m", NOW, null));
        chat.addModerator(room, new ChatModerator("m", "o", NOW));

        assertThat(chat.find(theirs, kept.id())).isEmpty();
        assertThat(chat.after(theirs, 0, 10)).isEmpty();
        assertThat(chat.changesAfter(theirs, 0, 10)).isEmpty();
        assertThat(chat.unban(theirs, "a")).isFalse();
        assertThat(chat.removeModerator(theirs, "m")).isFalse();
        assertThat(chat.standing(theirs, "a", NOW).ban()).isEmpty();
        assertThatThrownBy(() -> chat.append(message(theirs, "b", NOW, null))).isInstanceOf(RepositoryException.class);
        assertThat(chat.newest(room)).isEqualTo(1);
    }

    @Test
    void peopleAndSettings_areKeptAndChanged() {
        ChatRoomId room = newRoom();
        assertThat(chat.settings(room)).isEmpty();
        chat.addReactions(room, 7);
        assertThat(chat.settings(room)).isEmpty();
        chat.saveSettings(room, new ChatSettings(false, 30, 100));
        assertThat(chat.settings(room)).contains(new ChatSettings(false, 30, 100));

        ChatBan ban = new ChatBan("a", "spam", "m", NOW, NOW.plusSeconds(60));
        chat.ban(room, new ChatBan("a", null, "m", NOW, null));
        chat.ban(room, ban);
        assertThat(chat.bans(room, NOW, 0, 10)).containsExactly(ban);
        assertThat(chat.countBans(room, NOW.plusSeconds(60))).isZero();
        assertThat(chat.standing(room, "a", NOW.plusSeconds(59)).ban()).contains(ban);
        assertThat(chat.standing(room, "a", NOW.plusSeconds(60)).ban()).isEmpty();
        assertThat(chat.unban(room, "a")).isTrue();

        ChatModerator moderator = new ChatModerator("m", "o", NOW);
        chat.addModerator(room, moderator);
        chat.addModerator(room, moderator);
        assertThat(chat.moderators(room, 0, 10)).containsExactly(moderator);
        assertThat(chat.countModerators(room)).isEqualTo(1);
        assertThat(chat.standing(room, "m", NOW).moderator()).isTrue();
        assertThat(chat.removeModerator(room, "m")).isTrue();
    }

    @Test
    void signals_reachOtherNodesOnly_andComeBackAfterALoss() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CountDownLatch twice = new CountDownLatch(2);
        CountDownLatch once = new CountDownLatch(1);
        elsewhere.listen(new NodeSignals.Listener() {
            @Override
            public void onSignal(String topic, String text) {
                heard.add(topic + ":" + text);
            }

            @Override
            public void onConnected() {
                once.countDown();
                twice.countDown();
            }
        });
        elsewhere.start();
        assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();
        ChatRoomId room = newRoom();

        elsewhere.send("own", "not heard");
        chat.append(message(room, "a", NOW, null));
        here.send("word", "a b\u001fc \uD83C\uDFA5");

        assertThat(heard.poll(10, TimeUnit.SECONDS))
                .startsWith("chat:" + room.stream())
                .endsWith("1");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("word:a b\u001fc \uD83C\uDFA5");
        assertThatThrownBy(() -> here.send("word", "x".repeat(8_000))).isInstanceOf(IllegalArgumentException.class);

        database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'sluice-signals'");
        assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
        here.send("word", "again");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("word:again");
    }
}
