package dev.sluice.api.profile;

import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.PlanPreview;
import dev.sluice.identity.Scope;
import java.util.List;

/** The routes of encode profiles. */
public final class ProfileRoutes implements RouteGroup {
    private static final String PROFILES = "/api/v1/profiles";

    private final PlanPreview preview;
    private final AssetRepository assets;

    public ProfileRoutes(PlanPreview preview, AssetRepository assets) {
        this.preview = preview;
        this.assets = assets;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        ProfileHandlers handlers = new ProfileHandlers(preview, assets);
        return List.of(
                Route.get(PROFILES, api.needing(Scope.VIDEOS_READ, handlers::list)),
                Route.post(PROFILES + ":plan", api.needing(Scope.VIDEOS_WRITE, handlers::plan)));
    }
}
