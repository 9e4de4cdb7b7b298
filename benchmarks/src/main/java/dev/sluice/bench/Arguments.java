package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A command line that grows. */
final class Arguments {
    private final List<String> arguments = new ArrayList<>();

    void add(String... more) {
        Collections.addAll(arguments, more);
    }

    List<String> list() {
        return List.copyOf(arguments);
    }
}
