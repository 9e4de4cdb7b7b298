package dev.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a measurement says to the person who started it. */
final class Report {
    private Report() {}

    @SuppressWarnings(
            "AnnotateFormatMethod") // the annotation is for formats with arguments; plain lines are common here
    static void line(String format, Object... arguments) {
        System.out.println(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
    }

    static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
