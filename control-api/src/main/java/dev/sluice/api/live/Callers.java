package dev.sluice.api.live;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.identity.Principal;

/** Whose eyes a request looks with. */
public final class Callers {
    private Callers() {}

    public static Viewpoint viewpoint(ApiRequest request) {
        return viewpoint(request.principal());
    }

    /** Those who manage the tenant see all of it, others their own and what others let them see. */
    public static Viewpoint viewpoint(Principal caller) {
        return new Viewpoint(caller.tenant(), caller.managesTenant() ? null : caller.ownerId());
    }

    public static Owner owner(ApiRequest request) {
        Principal caller = request.principal();
        return new Owner(caller.tenant(), caller.ownerId());
    }
}
