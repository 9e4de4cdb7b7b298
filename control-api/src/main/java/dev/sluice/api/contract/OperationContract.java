package dev.sluice.api.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation demands of its requests.
 *
 * @param body null when the operation reads none, or reads it as it comes
 */
public record OperationContract(
        List<QueryParameter> query, @Nullable BodyContract body) {
    public OperationContract {
        query = List.copyOf(query);
    }
}
