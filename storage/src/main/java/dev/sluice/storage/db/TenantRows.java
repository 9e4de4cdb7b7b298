package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.TENANT;

import java.time.Instant;
import org.jooq.DSLContext;

/** Rows of the table {@code tenant}. */
final class TenantRows {
    private TenantRows() {}

    /** Adds a tenant unless it is there. */
    static void ensure(DSLContext sql, String tenant, Instant now) {
        if (!sql.fetchExists(TENANT, TENANT.ID.eq(tenant))) {
            sql.insertInto(TENANT)
                    .set(TENANT.ID, tenant)
                    .set(TENANT.CREATED_AT, now)
                    .onConflict(TENANT.ID)
                    .doNothing()
                    .execute();
        }
    }
}
