package dev.sluice.api.figures;

import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.port.StreamRecord;
import java.util.Optional;

/**
 * One stream with its figures.
 *
 * @param figures empty when this node does not carry the stream
 */
public record BoardLine(StreamRecord stream, Optional<StreamFigures> figures, long viewers) {}
