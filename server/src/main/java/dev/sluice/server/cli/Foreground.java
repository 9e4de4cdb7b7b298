package dev.sluice.server.cli;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.demo.DemoBroadcaster;
import dev.sluice.server.life.DataDirectory;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.server.life.SluiceServer.Ports;
import dev.sluice.server.life.StartException;
import dev.sluice.server.life.StopSignals;
import dev.sluice.server.welcome.KeptStream;
import dev.sluice.server.welcome.Welcome;
import dev.sluice.server.wiring.DaggerSluiceComponent;
import dev.sluice.server.wiring.SluiceComponent;
import dev.sluice.storage.db.DatabaseStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** Runs the server until a signal comes. */
final class Foreground {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

    private static final String DEMO_FILE = "demo-stream";
    private static final String DEMO_TITLE = "Demo";

    private final PrintWriter out;
    private final CountDownLatch stopAsked = new CountDownLatch(1);

    Foreground(PrintWriter out) {
        this.out = out;
    }

    /**
     * @return the process's exit status
     * @throws StartException when the server cannot start; what had been started is stopped
     */
    int run(SluiceConfig config, boolean demo) throws StartException {
        StopSignals.onFirst(stopAsked::countDown);
        try (Lifecycle lifecycle = new Lifecycle()) {
            DataDirectory data = DataDirectory.open(config.data().dir());
            lifecycle.started("data directory", data);
            SluiceComponent component = DaggerSluiceComponent.factory().create(config, data, lifecycle);
            Ports ports = component.server().start();
            greet(component, ports, demo, lifecycle);
            stopAsked.await();
            log.info("stopping; a second signal ends the process at once");
        } catch (DatabaseStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException | UncheckedIOException | RepositoryException e) {
            throw new StartException("The server cannot start: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.SOFTWARE;
        } catch (IllegalStateException e) {
            log.error("not everything stopped properly", e);
            return ExitCode.SOFTWARE;
        }
        log.info("stopped");
        return ExitCode.OK;
    }

    private void greet(SluiceComponent component, Ports ports, boolean demo, Lifecycle lifecycle)
            throws IOException, StartException {
        Welcome welcome = component.welcome();
        out.print(welcome.prepare(ports));
        if (demo) {
            KeptStream stream = component.keptStreams().keep(DEMO_FILE, DEMO_TITLE);
            String url = "rtmp://127.0.0.1:" + ports.rtmp() + "/live/" + stream.streamKey();
            lifecycle.started("demo", DemoBroadcaster.start(url));
            out.println("\nThe demo is on air: " + welcome.watchUrl(ports, stream));
        }
        out.println("\nCtrl-C ends the server.");
        out.flush();
    }
}
