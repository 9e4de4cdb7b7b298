package dev.sluice.api;

import java.util.Map;

/** The least that each operation with a body takes. */
final class LeastBody {
    private static final String LIVE = "/api/v1/live-streaming";
    private static final String CHAT = LIVE + "/{stream_id}/chat";
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST " + LIVE + "/create", "{\"title\": \"A\"}"),
            Map.entry("POST " + CHAT, "{\"message\": \"A\"}"),
            Map.entry("POST " + CHAT + "/reactions", "{\"emoji\": \"\uD83D\uDD25\"}"),
            Map.entry("POST /api/v1/videos/{video_id}/clips", "{\"start\": 1, \"end\": 2}"),
            Map.entry("POST /api/v1/videos/{video_id}/view", "{\"watch_time\": 1}"),
            Map.entry("POST /api/v1/profiles:plan", "{\"source\": {\"width\": 2, \"height\": 2}}"),
            Map.entry("POST /api/v1/webhooks", "{\"url\": \"https://example.com\", \"events\": [\"*\"]}"),
            Map.entry(
                    "POST /api/v1/videos/upload/initiate",
                    "{\"filename\": \"a.mp4\", \"filesize\": 1, \"content_type\": \"video/mp4\"}"),
            Map.entry("POST /api/v1/videos/pull", "{\"url\": \"https://example.com/a.mp4\"}"),
            Map.entry("POST /api/v1/notifications", "{\"user_id\": \"a\", \"message\": \"A\"}"),
            Map.entry("POST /api/v1/api-keys", "{\"name\": \"a\"}"),
            Map.entry("POST /api/v1/auth/2fa/enable", "{\"method\": \"totp\"}"),
            Map.entry("POST /api/v1/auth/2fa/verify", "{\"code\": \"123456\"}"),
            Map.entry("POST /api/v1/auth/2fa/disable", "{\"password\": \"a\", \"code\": \"123456\"}"),
            Map.entry("POST /api/v1/auth/password", "{\"current_password\": \"a\", \"new_password\": \"long enough\"}"),
            Map.entry("POST /api/v1/auth/refresh", "{\"refresh_token\": \"a\"}"),
            Map.entry("POST /api/v1/auth/logout", "{\"refresh_token\": \"a\"}"),
            Map.entry(
                    "POST /api/v1/auth/register",
                    "{\"email\": \"a@b.example\", \"username\": \"abc\", \"password\": \"long enough\"}"));

    private LeastBody() {}

    static String of(String operation) {
        return BODIES.getOrDefault(operation, "{}");
    }
}
