package dev.sluice.engine.port;

import org.jspecify.annotations.Nullable;

/**
 * Whose eyes look at streams: part of the condition of every statement, so that what somebody must not see does not
 * leave the database.
 *
 * @param tenant sees nothing of other tenants
 * @param ownerId sees and manages all of their own and sees what others let them; null manages all of the tenant
 */
public record Viewpoint(String tenant, @Nullable String ownerId) {
    /** Whether whoever looks may change a stream that they see. */
    public boolean manages(Owner owner) {
        return owner.tenant().equals(tenant) && (ownerId == null || ownerId.equals(owner.id()));
    }
}
