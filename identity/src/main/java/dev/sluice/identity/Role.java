package dev.sluice.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What somebody is to their tenant. */
public enum Role {
    /** Watches and chats. */
    VIEWER,
    /** Owns streams and manages their own. */
    BROADCASTER,
    /** The platform's own servers: everything of the tenant but its keys and its audit log. */
    SERVICE,
    /** Everything of the tenant. */
    ADMIN;

    /** What credentials of this role may do at most, and do when they name no scopes. */
    public Set<Scope> scopes() {
        EnumSet<Scope> scopes = EnumSet.of(Scope.STREAMS_READ, Scope.VIDEOS_READ, Scope.CHAT_WRITE);
        switch (this) {
            case VIEWER -> {}
            case BROADCASTER -> addForBroadcasters(scopes);
            case SERVICE -> {
                addForBroadcasters(scopes);
                scopes.add(Scope.WEBHOOKS_MANAGE);
                scopes.add(Scope.EVENTS_READ);
                scopes.add(Scope.NOTIFICATIONS_SEND);
            }
            case ADMIN -> scopes.addAll(EnumSet.allOf(Scope.class));
        }
        return Collections.unmodifiableSet(scopes);
    }

    private static void addForBroadcasters(Set<Scope> scopes) {
        scopes.add(Scope.STREAMS_WRITE);
        scopes.add(Scope.VIDEOS_WRITE);
        scopes.add(Scope.PLAYBACK_ISSUE);
        scopes.add(Scope.CHAT_MODERATE);
    }

    /** As the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        return Stream.of(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
