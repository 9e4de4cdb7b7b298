package dev.sluice.ffmpeg.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SVT-AV1 writes twenty lines to standard error each time that it is opened, past FFmpeg's log; only a variable of the
 * process's environment, which Java cannot set, makes it keep to errors. What whoever started the process has set there
 * stays.
 */
final class SvtLog {
    private static final Logger LOG = LoggerFactory.getLogger(SvtLog.class);
    private static final String VARIABLE = "SVT_LOG";
    private static final String ERRORS = "1";
    private static final int KEEP = 0;

    private SvtLog() {}

    /** Once per process is enough; before the encoder is opened for the first time. */
    static void errorsOnly() {
        Once.touch();
    }

    private static final class Once {
        static {
            try {
                Linker linker = Linker.nativeLinker();
                Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
                if (setenv.isPresent()) {
                    set(linker, setenv.get());
                }
            } catch (RuntimeException e) {
                LOG.debug("{} cannot be set", VARIABLE, e);
            }
        }

        static void touch() {}

        private static void set(Linker linker, MemorySegment setenv) {
            MethodHandle call = linker.downcallHandle(
                    setenv,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                int result = (int) call.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(ERRORS), KEEP);
                LOG.debug("setenv gave {}", result);
            } catch (Throwable e) {
                throw new IllegalStateException("setenv cannot be called", e);
            }
        }
    }
}
