package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.INSTALLATION_SECRET;

import dev.sluice.identity.InstallationSecrets;
import dev.sluice.identity.Secrets;
import org.jooq.DSLContext;

/** The table {@code installation_secret}. */
final class JooqInstallationSecrets implements InstallationSecrets {
    private final DSLContext sql;

    JooqInstallationSecrets(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public String secret(String name) {
        return Statements.run("look up the secret " + name, () -> {
            sql.insertInto(INSTALLATION_SECRET)
                    .set(INSTALLATION_SECRET.NAME, name)
                    .set(INSTALLATION_SECRET.VALUE, Secrets.generate(""))
                    .onConflictDoNothing()
                    .execute();
            return sql.select(INSTALLATION_SECRET.VALUE)
                    .from(INSTALLATION_SECRET)
                    .where(INSTALLATION_SECRET.NAME.eq(name))
                    .fetchSingle(INSTALLATION_SECRET.VALUE);
        });
    }
}
