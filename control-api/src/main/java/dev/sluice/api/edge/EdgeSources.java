package dev.sluice.api.edge;

import dev.sluice.engine.asset.Films;
import dev.sluice.engine.port.ObjectStore;

/** What the edge gives out of the store, and who may have it. */
public record EdgeSources(ObjectStore objects, Films films, Viewable viewable) {}
