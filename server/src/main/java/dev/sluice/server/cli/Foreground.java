package dev.sluice.server.cli;

import dev.sluice.server.StartException;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.server.life.StopSignals;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** Runs the server until a signal comes. */
final class Foreground {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

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
            out.flush();
            log.info("ready {}", demo);
            stopAsked.await();
            log.info("stopping; a second signal ends the process at once");
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
}
