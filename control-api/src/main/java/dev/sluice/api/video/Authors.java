package dev.sluice.api.video;

import dev.sluice.engine.port.Owner;
import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.AccountRepository;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Who an asset is from, as the API shows it. */
final class Authors {
    private static final String ACCOUNT = "account:";

    private final AccountRepository accounts;

    Authors(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /** An account by its id and name; everybody else by what their owner id says after its kind. */
    JsonObject json(Owner owner) {
        String id = owner.id().substring(owner.id().indexOf(':') + 1);
        String username = owner.id().startsWith(ACCOUNT)
                ? accountId(id)
                        .flatMap(account -> accounts.find(owner.tenant(), account))
                        .map(Account::username)
                        .orElse(id)
                : id;
        return new JsonObject().put("id", id).put("username", username);
    }

    private static Optional<UUID> accountId(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException anotherKindOfAccount) {
            return Optional.empty();
        }
    }
}
