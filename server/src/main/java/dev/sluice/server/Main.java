package dev.sluice.server;

import dev.sluice.server.cli.SluiceCommand;

/** The program's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(SluiceCommand.execute(arguments));
    }
}
