package dev.sluice.server.life;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C (SIGINT) and SIGTERM as an orderly stop: the first signal asks for it, the second ends the process at once.
 * Shutdown hooks cannot do this: they change the exit status and swallow the second signal.
 *
 * <p>The JDK's signal API is in the supported module {@code jdk.unsupported} but closed to a compiler that fails on
 * warnings, so it is called by reflection.
 */
public final class StopSignals {
    /** Exit status after a second signal. */
    public static final int FORCED_EXIT_STATUS = 130;

    private StopSignals() {}

    /** @param stop runs on the JDK's signal thread and must return at once */
    public static void onFirst(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable reaction = () -> {
            if (asked.compareAndSet(false, true)) {
                stop.run();
            } else {
                Runtime.getRuntime().halt(FORCED_EXIT_STATUS);
            }
        };
        install("INT", reaction);
        install("TERM", reaction);
    }

    private static void install(String signalName, Runnable reaction) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            reaction.run();
                        }
                        return null;
                    });
            Object signal = signalType.getConstructor(String.class).newInstance(signalName);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this Java has no signal handling for SIG" + signalName, e);
        }
    }
}
