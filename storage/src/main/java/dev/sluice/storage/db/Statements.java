package dev.sluice.storage.db;

import dev.sluice.engine.port.RepositoryException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** Turns what jOOQ, the pool and the driver throw into the port's exception, in one place. */
final class Statements {
    private static final String QUERY_CANCELED = "57014";

    private Statements() {}

    /** @param what the aim, in the words of an error message: "cannot {what}" */
    static <T> T run(String what, Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataAccessException e) {
            throw new RepositoryException("cannot " + what + ": " + reason(e), e);
        }
    }

    /** As {@link #run}, all in one transaction, which whatever {@code work} throws rolls back. */
    static <T> T inTransaction(DSLContext sql, String what, Function<DSLContext, T> work) {
        return run(what, () -> sql.transactionResult(tx -> work.apply(tx.dsl())));
    }

    /** The classes of SQLSTATE (ISO 9075, PostgreSQL's appendix A) that tell an operator something. */
    private static String reason(DataAccessException failure) {
        String state = failure.sqlState();
        if (state.equals(QUERY_CANCELED)) {
            return "the database did not answer in time";
        }
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "57" -> "the database is not reachable";
            case "23" -> "a row like this exists, or the row is not valid";
            case "53" -> "the database is out of connections, memory or disk";
            default -> "the database did not answer in time, or refused";
        };
    }
}
