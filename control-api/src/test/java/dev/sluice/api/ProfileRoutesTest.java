package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileRoutesTest {
    private static final String PROFILES = "/api/v1/profiles";
    private static final String PLAN = PROFILES + ":plan";

    private final AssetId id = AssetId.random();
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void profiles_areListedWithTheirRungs() throws Exception {
        JsonObject profile = new JsonObject(server.getKeyed(PROFILES).body())
                .getJsonArray("data")
                .getJsonObject(0);
        assertThat(profile.getMap())
                .containsEntry("name", "standard")
                .containsEntry("version", 3)
                .containsEntry("codecs", List.of("h264"))
                .containsEntry("copy", true);
        assertThat(profile.getJsonArray("rungs").getJsonObject(0).getInteger("max_bitrate"))
                .isEqualTo(3_000_000);
    }

    @Test
    void plan_ofAFileThatIsToldOf_showsRungsSoundWhatIsDroppedAndCost() throws Exception {
        JsonObject source = new JsonObject()
                .put("width", 1920)
                .put("height", 1080)
                .put("frame_rate", 29.97)
                .put("duration", 12.5)
                .put("audio_channels", JsonArray.of(6));
        HttpResponse<String> answer = plan(new JsonObject().put("source", source));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject plan = new JsonObject(answer.body());
        assertThat(plan.getDouble("duration")).isEqualTo(12.5);
        assertThat(plan.getJsonArray("video").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("name", "1080p")
                        .put("width", 1920)
                        .put("height", 1080)
                        .put("frame_rate", 29.97)
                        .put("max_bitrate", 3_000_000)
                        .put("crf", 23)
                        .put("codec", "h264")
                        .put("encoded", true)
                        .put("reason", "it is coded in hevc")
                        .put("cpu_seconds_per_minute", 9.5));
        assertThat(plan.getJsonArray("audio").getJsonObject(0).getInteger("channels"))
                .isEqualTo(6);
        assertThat(plan.getJsonArray("dropped").getJsonObject(0).getString("reason"))
                .isEqualTo("larger than the source");
        assertThat(plan.getJsonObject("cost").getDouble("cpu_seconds_per_minute"))
                .isEqualTo(14.5);
    }

    @Test
    void plan_ofAProbedVideo_isForThoseWhoManageItAlone() throws Exception {
        server.person("default", "ann", Role.BROADCASTER);
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        JsonObject body = new JsonObject().put("video_id", id.toString());
        assertThat(plan(body).statusCode()).isEqualTo(200);
        HttpResponse<String> others =
                server.send("POST", PLAN, body.encode(), "Content-Type", "application/json", "X-API-Key", "ann-key");
        assertThat(others.statusCode()).isEqualTo(404);
    }

    @Test
    void plan_ofAVideoThatIsNotProbed_isAConflict_ofOneThatIsNotThere_notFound() throws Exception {
        server.assets.add(FakeAssets.processing(id, FakeAssets.OWNER));
        HttpResponse<String> early = plan(new JsonObject().put("video_id", id.toString()));
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body()).contains("video_not_probed");
        JsonObject missing = new JsonObject().put("video_id", AssetId.random().toString());
        assertThat(plan(missing).statusCode()).isEqualTo(404);
    }

    @Test
    void plan_ofNothingOrOfTwoThings_orByAnUnknownProfile_isNotValid() throws Exception {
        JsonObject source = new JsonObject().put("width", 2).put("height", 2);
        assertThat(plan(new JsonObject()).statusCode()).isEqualTo(422);
        assertThat(plan(new JsonObject().put("source", source).put("video_id", id.toString()))
                        .statusCode())
                .isEqualTo(422);
        assertThat(plan(new JsonObject().put("source", new JsonObject().put("width", 2)))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> unknown =
                plan(new JsonObject().put("source", source).put("profile", "best"));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("no such profile");
    }

    private HttpResponse<String> plan(JsonObject body) throws Exception {
        return server.postKeyed(PLAN, body.encode());
    }
}
