package dev.sluice.api.chat;

import dev.sluice.api.chat.ChatDesk.Visit;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.JsonBody;
import dev.sluice.api.http.Paging;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** Settings, bans and moderators of a room. */
final class OrderHandlers {
    private static final int MAX_REASON = 200;
    private static final long MAX_BAN_SECONDS = Duration.ofDays(3650).toSeconds();

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
        FieldReader fields = new FieldReader(
                JsonBody.read(request.contentType(), request.body()),
                Set.of("enabled", "slow_mode_seconds", "max_length"));
        Boolean enabled = fields.flag("enabled");
        Long slowMode = fields.wholeNumber("slow_mode_seconds", 0, ChatSettings.MAX_SLOW_MODE_SECONDS);
        Long maxLength = fields.wholeNumber("max_length", 1, ChatSettings.MAX_LENGTH_LIMIT);
        fields.check();
        Visit visit = visit(request);
        ChatSettings before = desk.chat().settings(visit.place().room());
        ChatSettings after = new ChatSettings(
                enabled == null ? before.enabled() : enabled,
                slowMode == null ? before.slowModeSeconds() : Math.toIntExact(slowMode),
                maxLength == null ? before.maxLength() : Math.toIntExact(maxLength));
        return ApiResponse.ok(ChatJson.settings(
                ChatDesk.allowed("settings", () -> desk.chat().changeSettings(visit.place(), visit.user(), after))));
    }

    /** {@code PUT …/chat/bans/{user_id}}. */
    ApiResponse ban(ApiRequest request) {
        String banned = userId(request);
        boolean bare = request.body().length() == 0 && request.contentType() == null;
        JsonObject body = bare ? new JsonObject() : JsonBody.read(request.contentType(), request.body());
        FieldReader fields = new FieldReader(body, Set.of("duration_seconds", "reason"));
        Long seconds = fields.wholeNumber("duration_seconds", 1, MAX_BAN_SECONDS);
        String reason = fields.text("reason", MAX_REASON);
        fields.check();
        Visit visit = visit(request);
        return ApiResponse.ok(ChatJson.ban(ChatDesk.allowed("user_id", () -> desk.chat()
                .ban(
                        visit.place(),
                        visit.user(),
                        banned,
                        reason,
                        seconds == null ? null : Duration.ofSeconds(seconds)))));
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
