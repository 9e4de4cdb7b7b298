package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract test's yardstick can say no. */
class LikenessTest {
    private static final JsonObject EXAMPLE = new JsonObject("""
            {"id": "uuid", "at": "2025-10-01T12:00:00Z", "url": "https://a.example/x", "count": 1, "rate": 0.5,
             "live": true, "token": "eyJ0", "list": [{"name": "a"}], "picture": "https://a.example/p.jpg"}""");
    private static final JsonObject LIKE = new JsonObject("""
            {"id": "550e8400-e29b-41d4-a716-446655440000", "at": "2026-01-02T03:04:05.678Z",
             "url": "http://127.0.0.1:8080/y", "count": 7, "rate": 1, "live": false, "token": "eyJh.bc-_.d",
             "list": [{"name": "b", "more": 1}], "picture": null, "more": {}}""");

    @Test
    void differences_ofALikeAnswer_areNone() {
        assertThat(Likeness.differences(EXAMPLE, Set.of("picture"), LIKE)).isEmpty();
    }

    @Test
    void differences_ofEachWrongOrMissingField_areNamed() {
        for (String wrong : List.of(
                "\"id\": \"1\"",
                "\"at\": \"2026-01-02 03:04:05\"",
                "\"url\": \"/y\"",
                "\"count\": \"7\"",
                "\"count\": 7.5",
                "\"rate\": null",
                "\"live\": 0",
                "\"token\": \"opaque\"",
                "\"list\": [{\"names\": \"b\"}]",
                "\"list\": {}")) {
            JsonObject answer = LIKE.copy().mergeIn(new JsonObject("{" + wrong + "}"));
            assertThat(Likeness.differences(EXAMPLE, Set.of("picture"), answer))
                    .as(wrong)
                    .hasSize(1);
        }
        assertThat(Likeness.differences(EXAMPLE, Set.of(), LIKE)).hasSize(1);
        JsonObject without = LIKE.copy();
        without.remove("count");
        assertThat(Likeness.differences(EXAMPLE, Set.of("picture"), without)).containsExactly("$.count is missing");
    }
}
