package dev.sluice.api.chat;

import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.identity.Scope;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;

/** Chat over REST, below {@code /api/v1/live-streaming/{stream_id}/chat}. */
public final class ChatRoutes implements RouteGroup {
    private static final String CHAT = "/api/v1/live-streaming/{stream_id}/chat";
    private static final String BAN = CHAT + "/bans/{user_id}";
    private static final String MODERATOR = CHAT + "/moderators/{user_id}";

    private final MessageHandlers messages;
    private final OrderHandlers order;

    public ChatRoutes(ChatDesk desk, ChatRepository repository, InstantSource clock) {
        this.messages = new MessageHandlers(desk, repository);
        this.order = new OrderHandlers(desk, repository, clock);
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        Scope read = Scope.STREAMS_READ;
        Scope write = Scope.CHAT_WRITE; // Who moderates is the room's own matter.
        return List.of(
                Route.get(CHAT, api.needing(read, messages::list)),
                Route.post(CHAT, api.needing(write, messages::post)),
                Route.post(CHAT + "/reactions", api.needing(write, messages::react)),
                Route.get(CHAT + "/settings", api.needing(read, order::settings)),
                new Route(HttpMethod.PATCH, CHAT + "/settings", api.needing(write, order::changeSettings)),
                Route.get(CHAT + "/bans", api.needing(write, order::bans)),
                new Route(HttpMethod.PUT, BAN, api.needing(write, order::ban)),
                new Route(HttpMethod.DELETE, BAN, api.needing(write, order::unban)),
                Route.get(CHAT + "/moderators", api.needing(read, order::moderators)),
                new Route(HttpMethod.PUT, MODERATOR, api.needing(write, order::addModerator)),
                new Route(HttpMethod.DELETE, MODERATOR, api.needing(write, order::removeModerator)),
                // Last: the words above are no message's id.
                new Route(HttpMethod.DELETE, CHAT + "/{message_id}", api.needing(write, messages::delete)));
    }
}
