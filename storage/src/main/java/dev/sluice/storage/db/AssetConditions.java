package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Which assets somebody may see, list or change: the rules of {@link Viewpoint} in SQL. */
final class AssetConditions {
    /** As the index {@code asset_text} has it. */
    private static final String MATCHES_TEXT =
            "to_tsvector('simple', title || ' ' || coalesce(description, '')) @@ plainto_tsquery('simple', {0})";

    private AssetConditions() {}

    /** What they may know of when they name its id. */
    static Condition visible(Viewpoint viewpoint, AssetId id) {
        return ofTenant(viewpoint)
                .and(ASSET.ID.eq(id.value()))
                .and(owned(viewpoint)
                        .or(ASSET.VISIBILITY.ne(Visibility.PRIVATE).and(ASSET.STATUS.eq(AssetStatus.READY))));
    }

    static Condition managed(Viewpoint viewpoint, AssetId id) {
        return ofTenant(viewpoint).and(ASSET.ID.eq(id.value())).and(owned(viewpoint));
    }

    static Condition listed(AssetQuery query) {
        Condition wanted = DSL.noCondition();
        Viewpoint viewpoint = query.viewpoint();
        if (viewpoint != null) {
            Condition shown = ASSET.VISIBILITY.eq(Visibility.PUBLIC).and(ASSET.STATUS.eq(AssetStatus.READY));
            wanted = ofTenant(viewpoint).and(owned(viewpoint).or(shown));
        }
        if (query.status() != null) {
            wanted = wanted.and(ASSET.STATUS.eq(query.status()));
        }
        if (query.visibility() != null) {
            wanted = wanted.and(ASSET.VISIBILITY.eq(query.visibility()));
        }
        if (query.ownerId() != null) {
            wanted = wanted.and(ASSET.OWNER.eq(query.ownerId()));
        }
        if (query.tag() != null) {
            wanted = wanted.and(ASSET.TAGS.contains(new String[] {query.tag()}));
        }
        if (query.search() != null) {
            wanted = wanted.and(DSL.condition(MATCHES_TEXT, DSL.val(query.search())));
        }
        return wanted;
    }

    private static Condition ofTenant(Viewpoint viewpoint) {
        return ASSET.TENANT.eq(viewpoint.tenant());
    }

    private static Condition owned(Viewpoint viewpoint) {
        return viewpoint.ownerId() == null ? DSL.trueCondition() : ASSET.OWNER.eq(viewpoint.ownerId());
    }
}
