package dev.sluice.server.cli;

import dev.sluice.server.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice healthcheck}: asks the server on this machine, for container health checks. */
@Command(name = "healthcheck", description = "Exit with 0 when the server on this machine can take a stream, else 1.")
final class HealthcheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @ParentCommand
    private SluiceCommand parent;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            URI ready =
                    URI.create("http://127.0.0.1:" + parent.settings().http().port() + "/readyz");
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(PATIENCE).build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            out.println(answer.statusCode() == 200 ? "ready" : "not ready: " + answer.body());
            return answer.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            out.println("not ready: no answer");
            return 1;
        } catch (ConfigException e) {
            e.problems().forEach(out::println);
            return SluiceCommand.UNUSABLE;
        }
    }
}
