package dev.kernelbridge.plan;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.Tuning;
import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.spi.Engine;
import java.util.Locale;

/**
 * Whether a request is large enough for a GPU to be faster than the processor beside it. Where it is not, the processor does it and the
 * call's report says why. A required device does everything. A setting may say from which size on a device is asked; else what {@link
 * Tuning} measured decides, and where that ends, or nothing was measured, a prediction.
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
     * @param question what it is; its setting overrules all else, and 0 for {@code crossover} does so for all questions
     */
    public static Session of(Session session, double size, String request, Question question, Prediction prediction) {
        if (settled(session) || session.options().asAsked()) {
            return session;
        }
        String setting = Settings.nearest(question.setting());
        String set = setting != null ? Settings.get(setting) : "0".equals(Settings.get("crossover")) ? "0" : null;
        while (true) {
            Engine engine = session.engine();
            Device device = engine.device();
            boolean gpu = device.kind() == Device.Kind.GPU && session.options().onFailure() != OnFailure.FAIL;
            if (device.kind() == Device.Kind.CPU || set == null && !gpu) {
                return session;
            }
            if (set != null) {
                double least = number(setting == null ? "crossover" : setting, set);
                return size >= least ? session : session.onCpu(request + " is below " + text(least) + ", which kernelbridge." + setting
                        + " sets", "unset kernelbridge." + setting);
            }
            Session cpu = session.onCpu("", "");
            Device processor = cpu.engine().device();
            Tuning tuning = TuningFile.of(device, processor, session.options().threads()).orElse(null);
            Crossover measured = tuning == null ? null : tuning.crossover(question).orElse(null);
            if (measured != null && (measured.found() || size <= measured.low())) {
                return size >= measured.least() ? session : session.onCpu(request + (measured.found()
                        ? " is below " + text(measured.least()) + ", from where on it is faster than " + processor
                        : ": up to " + text(measured.low()) + " it is not faster than " + processor) + ": " + tuning.source(),
                        "-Dkernelbridge." + question.setting() + "=0 has the device do all; ./kernels tune measures again");
            }
            try {
                Least least = prediction.of(engine, cpu.engine(), session.options().threads());
                return size >= least.size ? session : session.onCpu(request + " is below " + text(least.size)
                        + ", from where on it is predicted to be faster than " + processor + ": " + least.why,
                        "-Dkernelbridge." + question.setting() + "=0 has the device do all");
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    /** Whether there is nothing to decide, since the processor runs already; where requests are short, asked before words are made. */
    static boolean settled(Session session) {
        return session.engine().device().kind() == Device.Kind.CPU;
    }

    /** A size in words. */
    public static String text(double size) {
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
