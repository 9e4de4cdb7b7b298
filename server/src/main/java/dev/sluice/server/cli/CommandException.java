package dev.sluice.server.cli;

/** A command that cannot be done as it was given; the message is a sentence for who gave it. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandException(String sentence) {
        super(sentence);
    }
}
