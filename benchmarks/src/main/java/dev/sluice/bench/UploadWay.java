package dev.sluice.bench;

import java.io.IOException;

/**
 * A way of one file into one server.
 *
 * @param usage whose processor time and memory it costs
 */
record UploadWay(String name, Usage usage, Sending sending) {
    /** Sends the file, until the server says that it has all of it. */
    @FunctionalInterface
    interface Sending {
        /** Returns what makes room again, which is not measured. */
        Clearing send() throws IOException, InterruptedException;
    }

    /** Makes room for the next file. */
    @FunctionalInterface
    interface Clearing {
        void clear() throws IOException, InterruptedException;
    }

    /** What a server has cost so far. */
    interface Usage {
        double cpuSeconds() throws IOException;

        double residentMib() throws IOException;

        /** Of one process and its descendants. */
        static Usage of(ChildProcess process) {
            var processes = java.util.List.of(process.handle());
            return new Usage() {
                @Override
                public double cpuSeconds() {
                    return ProcessUsage.cpuSeconds(processes);
                }

                @Override
                public double residentMib() {
                    return ProcessUsage.residentMib(processes);
                }
            };
        }
    }
}
