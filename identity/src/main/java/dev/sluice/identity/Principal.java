package dev.sluice.identity;

import java.util.Set;

/**
 * Who a request is from, as its credential proves.
 *
 * @param tenant whose things they may see at all; in the predicate of every statement
 * @param kind where the subject is known from
 * @param subject id within its kind: an account's UUID, an API key's UUID, or the {@code sub} of an outside issuer
 * @param name for people: a username, a key's name
 * @param scopes what this credential may do, never more than the role allows
 */
public record Principal(
        String tenant, PrincipalKind kind, String subject, String name, Role role, Set<Scope> scopes, Tier tier) {
    /** The tenant of the first admin key and of accounts that register themselves. */
    public static final String DEFAULT_TENANT = "default";

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Whether they manage every object of the tenant, or only what they own. */
    public boolean managesTenant() {
        return role == Role.SERVICE || role == Role.ADMIN;
    }

    /** What the {@code owner} column of their objects says: unique over all kinds of the tenant. */
    public String ownerId() {
        return kind.prefix() + subject;
    }
}
