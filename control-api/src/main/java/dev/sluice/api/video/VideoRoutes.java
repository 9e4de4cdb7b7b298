package dev.sluice.api.video;

import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.identity.Scope;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The routes of the videos resource, but for uploads. */
public final class VideoRoutes implements RouteGroup {
    private static final String VIDEOS = "/api/v1/videos";
    private static final String SUBTITLES = "/subtitles/{language}";
    private static final String THUMBNAIL = "/thumbnail";

    private final VideoServices services;

    public VideoRoutes(VideoServices services) {
        this.services = services;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        String one = VIDEOS + "/{video_id}";
        VideoJson json = new VideoJson(new Authors(services.accounts()), services.passes());
        ReadHandlers reads = new ReadHandlers(services, json);
        ReceptionHandlers reception = new ReceptionHandlers(services);
        ChangeHandlers changes = new ChangeHandlers(services, json);
        SubtitleHandlers subtitles = new SubtitleHandlers(services, json);
        ThumbnailHandlers thumbnails = new ThumbnailHandlers(services, json);
        return List.of(
                Route.get(VIDEOS, api.needing(Scope.VIDEOS_READ, reads::list)),
                Route.get(one, api.needing(Scope.VIDEOS_READ, reads::details)),
                Route.get(one + "/stream", api.needing(Scope.VIDEOS_READ, reads::stream)),
                Route.get(one + "/job", api.needing(Scope.VIDEOS_READ, reads::job)),
                Route.post(one + "/like", api.needing(Scope.VIDEOS_READ, reception::like)),
                Route.post(one + "/view", api.needing(Scope.VIDEOS_READ, reception::view)),
                Route.patch(one, api.needing(Scope.VIDEOS_WRITE, changes::update)),
                Route.delete(one, api.needing(Scope.VIDEOS_WRITE, changes::delete)),
                Route.post(one + "/clips", api.needing(Scope.VIDEOS_WRITE, new ClipVideo(services, json))),
                Route.post(one + "/retry", api.needing(Scope.VIDEOS_WRITE, changes::retry)),
                Route.streaming(HttpMethod.PUT, one + SUBTITLES, api.streaming(Scope.VIDEOS_WRITE, subtitles::put)),
                Route.delete(one + SUBTITLES, api.needing(Scope.VIDEOS_WRITE, subtitles::delete)),
                Route.streaming(HttpMethod.PUT, one + THUMBNAIL, api.streaming(Scope.VIDEOS_WRITE, thumbnails::put)),
                Route.delete(one + THUMBNAIL, api.needing(Scope.VIDEOS_WRITE, thumbnails::delete)));
    }
}
