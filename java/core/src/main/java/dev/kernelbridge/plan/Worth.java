package dev.kernelbridge.plan;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.spi.Engine;
import java.util.Locale;

/**
 * Whether a request is large enough for a GPU to be faster than the processor beside it. Where it is not, the processor does it and the
 * call's report says why. A required device does everything; and a setting may say from which size on a device is asked.
 */
public final class Worth {

    private Worth() {
    }

    /**
     * The least size for which a device is predicted to be faster.
     *
     * @param why what was measured, in words
     */
    public record Least(double size, String why) {
    }

    /** Predicts that; it may ask both to do something small, to see how long it takes. */
    public interface Prediction {
        Least of(Engine device, Engine processor, int threads);
    }

    /**
     * What does a request: the session itself, or the processor, with the reason in its report.
     *
     * @param size    its size
     * @param request its size in words: "a batch of 20"
     * @param setting the setting that overrules the prediction; 0 for {@code crossover} does so for all
     */
    public static Session of(Session session, double size, String request, String setting, Prediction prediction) {
        if (settled(session)) {
            return session;
        }
        String set = Settings.get(setting);
        if (set == null && "0".equals(Settings.get("crossover"))) {
            set = "0";
        }
        while (true) {
            Engine engine = session.engine();
            Device device = engine.device();
            boolean gpu = device.kind() == Device.Kind.GPU && session.options().onFailure() != OnFailure.FAIL;
            if (device.kind() == Device.Kind.CPU || set == null && !gpu) {
                return session;
            }
            if (set != null) {
                double least = number(setting, set);
                return size >= least ? session : session.onCpu(request + " is below " + text(least) + ", which kernelbridge." + setting
                        + " sets", "unset kernelbridge." + setting);
            }
            Session cpu = session.onCpu("", "");
            try {
                Least least = prediction.of(engine, cpu.engine(), session.options().threads());
                return size >= least.size ? session : session.onCpu(request + " is below " + text(least.size)
                        + ", from where on it is predicted to be faster than " + cpu.engine().device() + ": " + least.why,
                        "-Dkernelbridge." + setting + "=0 has the device do all");
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    /** Whether there is nothing to decide, since the processor runs already; where requests are short, asked before words are made. */
    static boolean settled(Session session) {
        return session.engine().device().kind() == Device.Kind.CPU;
    }

    private static String text(double size) {
        return size < 1e15 && size == Math.rint(size) ? String.valueOf((long) size) : String.format(Locale.ROOT, "%.1e", size);
    }

    /** What a setting that takes a number from 0 on says. */
    public static double number(String setting, String set) {
        try {
            double least = Double.parseDouble(set);
            if (least >= 0) {
                return least;
            }
        } catch (NumberFormatException e) {
            // as a negative one
        }
        throw new IllegalArgumentException("kernelbridge." + setting + ": \"" + set + "\" is not a number from 0 on, such as 1e10");
    }
}
