package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles by routes, tried on a running server: the table is printed, and is the one in {@code docs/security.md}. */
class RoleMatrixTest {
    private static final Path MANUAL = Path.of("../docs/security.md");

    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everySecuredRoute_byEveryRole_isAllowedAsTheManualSays() throws Exception {
        StringBuilder table = new StringBuilder("| route |");
        StringBuilder line = new StringBuilder("|---|");
        for (Role role : Role.values()) {
            table.append(' ').append(role.text()).append(" |");
            line.append("---|");
        }
        table.append('\n').append(line).append('\n');
        OpenApiDocument document = OpenApiDocument.fromClassPath();
        for (String operation : document.operations()) {
            if (document.operation(operation).containsKey("security")) {
                table.append("| `").append(operation).append("` |");
                for (Role role : Role.values()) {
                    table.append(allows(operation, role) ? " yes |" : " |");
                }
                table.append('\n');
            }
        }
        System.out.println(table);
        assertThat(Files.readString(MANUAL))
                .as("docs/security.md has this table:\n" + table)
                .contains(table);
    }

    /** With ids that name nothing: a caller without the scope is told 403 before anything is looked up. */
    private boolean allows(String operation, Role role) throws Exception {
        Principal caller = new Principal(
                Principal.DEFAULT_TENANT,
                PrincipalKind.API_KEY,
                "6a0f4d3e-7d8c-4e53-9b8e-0c1f2a3b4c5d",
                role.text(),
                role,
                role.scopes(),
                Tier.ENTERPRISE);
        server.authenticator = (authorization, apiKey) -> caller;
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{user_id}", "somebody")
                .replace("{chunk_number}", "1")
                .replace("{language}", "en")
                .replaceAll("\\{[a-z]+_id}", StreamId.random().toString());
        HttpResponse<String> answer =
                server.send(method, path, method.equals("GET") ? null : "{}", "Content-Type", "application/json");
        return answer.statusCode() != 403;
    }
}
