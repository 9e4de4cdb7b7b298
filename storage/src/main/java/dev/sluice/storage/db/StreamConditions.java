package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Which rows somebody may see, list or change: the rules of {@link Viewpoint} in SQL. */
final class StreamConditions {
    private StreamConditions() {}

    /** What they may know of when they name its id. */
    static Condition visible(Viewpoint viewpoint, StreamId id) {
        return ofTenant(viewpoint)
                .and(STREAM.ID.eq(id.value()))
                .and(owned(viewpoint).or(STREAM.VISIBILITY.ne(Visibility.PRIVATE)));
    }

    static Condition managed(Viewpoint viewpoint, StreamId id) {
        return ofTenant(viewpoint).and(STREAM.ID.eq(id.value())).and(owned(viewpoint));
    }

    static Condition listed(StreamQuery query) {
        Condition wanted = DSL.noCondition();
        Viewpoint viewpoint = query.viewpoint();
        if (viewpoint != null) {
            wanted = ofTenant(viewpoint).and(owned(viewpoint).or(STREAM.VISIBILITY.eq(Visibility.PUBLIC)));
        }
        if (query.status() != null) {
            wanted = wanted.and(STREAM.STATUS.eq(query.status()));
        }
        if (query.visibility() != null) {
            wanted = wanted.and(STREAM.VISIBILITY.eq(query.visibility()));
        }
        if (query.ownerId() != null) {
            wanted = wanted.and(STREAM.OWNER.eq(query.ownerId()));
        }
        for (Map.Entry<String, String> entry : query.metadata().entrySet()) {
            wanted = wanted.and(
                    DSL.jsonbGetAttributeAsText(STREAM.METADATA, entry.getKey()).eq(entry.getValue()));
        }
        return wanted;
    }

    private static Condition ofTenant(Viewpoint viewpoint) {
        return STREAM.TENANT.eq(viewpoint.tenant());
    }

    private static Condition owned(Viewpoint viewpoint) {
        return viewpoint.ownerId() == null ? DSL.trueCondition() : STREAM.OWNER.eq(viewpoint.ownerId());
    }
}
