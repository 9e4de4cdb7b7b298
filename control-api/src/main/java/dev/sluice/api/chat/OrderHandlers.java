package dev.sluice.api.chat;

import dev.sluice.api.chat.ChatDesk.Visit;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.http.Paging;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Settings, bans and moderators of a room. */
final class OrderHandlers {
    /** Of a ban that says no duration. */
    private static final int FOR_GOOD = 0;

    private final ChatDesk desk;
    private final ChatRepository repository;
    private final InstantSource clock;

    OrderHandlers(ChatDesk desk, ChatRepository repository, InstantSource clock) {
        this.desk = desk;
        this.repository = repository;
        this.clock = clock;
    }

    /** {@code GET …/chat/settings}. */
    ApiResponse settings(ApiRequest request) {
        return ApiResponse.ok(
                ChatJson.settings(desk.chat().settings(visit(request).place().room())));
    }

    /** {@code PATCH …/chat/settings}. */
    ApiResponse changeSettings(ApiRequest request) {
        Fields fields = Fields.of(request);
        Boolean enabled = fields.flag("enabled");
        Visit visit = visit(request);
        ChatSettings before = desk.chat().settings(visit.place().room());
        ChatSettings after = new ChatSettings(
                enabled == null ? before.enabled() : enabled,
                fields.number("slow_mode_seconds", before.slowModeSeconds()),
                fields.number("max_length", before.maxLength()));
        return ApiResponse.ok(ChatJson.settings(
                ChatDesk.allowed("settings", () -> desk.chat().changeSettings(visit.place(), visit.user(), after))));
    }

    /** {@code PUT …/chat/bans/{user_id}}. */
    ApiResponse ban(ApiRequest request) {
        String banned = userId(request);
        Fields fields = Fields.of(request);
        int seconds = fields.number("duration_seconds", FOR_GOOD);
        Visit visit = visit(request);
        return ApiResponse.ok(ChatJson.ban(ChatDesk.allowed("user_id", () -> desk.chat()
                .ban(
                        visit.place(),
                        visit.user(),
                        banned,
                        fields.text("reason"),
                        seconds == FOR_GOOD ? null : Duration.ofSeconds(seconds)))));
    }

    /** {@code DELETE …/chat/bans/{user_id}}. */
    ApiResponse unban(ApiRequest request) {
        Visit visit = visit(request);
        String banned = userId(request);
        if (!ChatDesk.allowed("user_id", () -> desk.chat().unban(visit.place(), visit.user(), banned))) {
            throw ApiException.notFound("Ban");
        }
        return ApiResponse.noContent();
    }

    /** {@code GET …/chat/bans}, for moderators. */
    ApiResponse bans(ApiRequest request) {
        Visit visit = visit(request);
        ChatRoomId room = visit.place().room();
        ChatDesk.allowed("user_id", () -> {
            desk.chat().checkModerates(visit.place(), visit.user());
            return room;
        });
        Paging paging = Paging.of(request);
        Instant now = clock.instant();
        long total = repository.countBans(room, now);
        return ApiResponse.ok(ChatJson.list(
                repository.bans(room, now, paging.offset(), paging.limit()),
                ChatJson::ban,
                paging,
                total,
                (long) paging.offset() + paging.limit() < total));
    }

    /** {@code PUT …/chat/moderators/{user_id}}. */
    ApiResponse addModerator(ApiRequest request) {
        Visit visit = visit(request);
        String moderator = userId(request);
        return ApiResponse.ok(ChatJson.moderator(
                ChatDesk.allowed("user_id", () -> desk.chat().addModerator(visit.place(), visit.user(), moderator))));
    }

    /** {@code DELETE …/chat/moderators/{user_id}}. */
    ApiResponse removeModerator(ApiRequest request) {
        Visit visit = visit(request);
        String moderator = userId(request);
        if (!ChatDesk.allowed("user_id", () -> desk.chat().removeModerator(visit.place(), visit.user(), moderator))) {
            throw ApiException.notFound("Moderator");
        }
        return ApiResponse.noContent();
    }

    /** {@code GET …/chat/moderators}. */
    ApiResponse moderators(ApiRequest request) {
        ChatRoomId room = visit(request).place().room();
        Paging paging = Paging.of(request);
        long total = repository.countModerators(room);
        return ApiResponse.ok(ChatJson.list(
                repository.moderators(room, paging.offset(), paging.limit()),
                ChatJson::moderator,
                paging,
                total,
                (long) paging.offset() + paging.limit() < total));
    }

    private Visit visit(ApiRequest request) {
        return desk.visit(request.principal(), request.pathParameters().get("stream_id"));
    }

    private static String userId(ApiRequest request) {
        String text = request.pathParameters().get("user_id");
        if (text == null || !UserIds.isPossible(text)) {
            throw ApiException.notFound("User");
        }
        return text;
    }
}
