package dev.sluice.api.upload;

import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.identity.Scope;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** All ways of bringing a file. To be mounted before routes of {@code /videos/{video_id}}. */
public final class UploadRoutes implements RouteGroup {
    private static final String UPLOAD = UploadJson.VIDEOS + "/upload";
    private static final String ONE = UPLOAD + "/{upload_id}";

    private final Uploads uploads;
    private final AddressGuard guard;
    private final CorsPolicy cors;

    /** @param guard says from where files may be pulled */
    public UploadRoutes(Uploads uploads, AddressGuard guard, CorsPolicy cors) {
        this.uploads = uploads;
        this.guard = guard;
        this.cors = cors;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        Scope write = Scope.VIDEOS_WRITE;
        UploadHandlers handlers = new UploadHandlers(uploads, guard);
        List<Route> routes = new ArrayList<>(List.of(
                Route.streaming(HttpMethod.POST, UPLOAD, api.streaming(write, new UploadForm(uploads))),
                Route.post(UPLOAD + "/initiate", api.needing(write, new InitiateUpload(uploads))),
                Route.streaming(
                        HttpMethod.PUT, ONE + "/chunk/{chunk_number}", api.streaming(write, new PutChunk(uploads))),
                Route.get(ONE, api.needing(write, handlers::get)),
                Route.streaming(HttpMethod.POST, ONE + "/complete", api.streaming(write, handlers::complete)),
                Route.delete(ONE, api.needing(write, handlers::abort)),
                Route.post(UploadJson.VIDEOS + "/pull", api.needing(write, handlers::pull))));
        routes.addAll(new TusRoutes(uploads, cors).routes(api));
        return routes;
    }
}
