package dev.sluice.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * The least that an API can be, as a program of its own: {@code PORT BODY_FILE JDBC_URL USER PASSWORD_FILE}.
 * {@code /static} answers with the file's bytes, {@code /row/ID} with one row of the table {@code stream} by its
 * primary key, asked over the usual pool on a virtual thread and written as JSON.
 */
public final class BareApi extends VerticleBase {
    private static final int POOL_SIZE = 10;
    private static final Field<UUID> ID = DSL.field("id", UUID.class);
    private static final String[] COLUMNS = {
        "title",
        "description",
        "visibility",
        "tenant",
        "owner",
        "metadata",
        "status",
        "stopped",
        "version",
        "scheduled_start",
        "created_at",
        "updated_at",
        "started_at",
        "ended_at",
        "peak_viewers",
        "total_views",
        "watch_seconds"
    };

    private final int port;
    private final Buffer body;
    private final DSLContext sql;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private BareApi(int port, Buffer body, DSLContext sql) {
        this.port = port;
        this.body = body;
        this.sql = sql;
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(arguments[1])));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[2]);
        config.setUsername(arguments[3]);
        config.setPassword(Files.readString(Path.of(arguments[4])).strip());
        config.setMaximumPoolSize(POOL_SIZE);
        DSLContext sql = DSL.using(new HikariDataSource(config), SQLDialect.POSTGRES);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        vertx.deployVerticle(() -> new BareApi(port, body, sql), new DeploymentOptions().setInstances(loops))
                .await();
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.get("/static").handler(context -> send(context, body));
        router.get("/row/:id").handler(this::row);
        return vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1");
    }

    private void row(RoutingContext context) {
        UUID id = UUID.fromString(context.pathParam("id"));
        Context loop = vertx.getOrCreateContext();
        threads.execute(() -> {
            try {
                Record row = sql.select(ID)
                        .select(fields())
                        .from("stream")
                        .where(ID.eq(id))
                        .fetchSingle();
                Buffer answer = json(row).toBuffer();
                loop.runOnContext(turn -> send(context, answer));
            } catch (DataAccessException failure) {
                loop.runOnContext(turn -> context.fail(failure));
            }
        });
    }

    private static Field<?>[] fields() {
        Field<?>[] fields = new Field<?>[COLUMNS.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = DSL.field(COLUMNS[i]);
        }
        return fields;
    }

    private static JsonObject json(Record row) {
        JsonObject json = new JsonObject().put("id", row.get(ID).toString());
        for (int i = 0; i < COLUMNS.length; i++) {
            Object value = row.get(i + 1);
            json.put(
                    COLUMNS[i],
                    value instanceof Number || value instanceof Boolean || value == null ? value : value.toString());
        }
        return json;
    }

    private static void send(RoutingContext context, Buffer answer) {
        context.response().putHeader("Content-Type", "application/json").end(answer);
    }
}
