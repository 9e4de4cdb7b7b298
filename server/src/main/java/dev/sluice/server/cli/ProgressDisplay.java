package dev.sluice.server.cli;

import dev.sluice.vod.local.LocalProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how far a job is: a bar on a terminal, else a line now and then. {@link #end} ends it, before other output. */
final class ProgressDisplay {
    private static final long BAR_EVERY_MS = 250;
    private static final long LINE_EVERY_MS = 10_000;
    private static final int BAR_CELLS = 30;
    /** Before so much is done an estimate is a guess. */
    private static final double LEAST_SHARE = 0.02;

    private final PrintWriter out;
    private final Supplier<LocalProgress> progress;
    private final boolean terminal;
    private final long startNs = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private ProgressDisplay(PrintWriter out, Supplier<LocalProgress> progress, boolean terminal) {
        this.out = out;
        this.progress = progress;
        this.terminal = terminal;
        this.thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::show);
    }

    // Whether it is null without a terminal differs between Java's console providers.
    @SuppressWarnings("SystemConsoleNull")
    static ProgressDisplay start(PrintWriter out, Supplier<LocalProgress> progress) {
        Console console = System.console();
        ProgressDisplay display = new ProgressDisplay(out, progress, console != null && console.isTerminal());
        display.thread.start();
        return display;
    }

    private void show() {
        try {
            while (!ended.await(terminal ? BAR_EVERY_MS : LINE_EVERY_MS, TimeUnit.MILLISECONDS)) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
                if (terminal) {
                    out.print("\r\u001b[K" + bar(progress.get().share()) + " " + text(progress.get(), elapsed));
                } else {
                    out.println(text(progress.get(), elapsed));
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String bar(double share) {
        int full = (int) Math.round(share * BAR_CELLS);
        return "[" + "#".repeat(full) + ".".repeat(BAR_CELLS - full) + "]";
    }

    /** Percent, speed against real time, time left. */
    static String text(LocalProgress progress, Duration elapsed) {
        if (progress.share() == 0) {
            return progress.step().isEmpty() ? "starting" : progress.step();
        }
        double seconds = elapsed.toNanos() / 1e9;
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%3.0f %%", progress.share() * 100));
        double mediaSeconds = progress.duration().toMillis() / 1e3;
        if (mediaSeconds > 0 && seconds > 0) {
            text.append(String.format(Locale.ROOT, "  %.2fx", progress.share() * mediaSeconds / seconds));
        }
        if (progress.share() >= LEAST_SHARE) {
            text.append("  ").append(clock(Math.round(seconds * (1 - progress.share()) / progress.share())));
            text.append(" left");
        }
        return text.append("  ").append(progress.step()).toString().stripTrailing();
    }

    private static String clock(long seconds) {
        long hours = seconds / 3600;
        String rest = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
        return hours > 0 ? hours + ":" + rest : rest;
    }

    void end() {
        ended.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
