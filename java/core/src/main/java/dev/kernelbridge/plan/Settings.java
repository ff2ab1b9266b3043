package dev.kernelbridge.plan;

import java.util.Locale;

/** Settings from outside: {@code -Dkernelbridge.some.name}, else the environment's KERNELBRIDGE_SOME_NAME. */
public final class Settings {

    private Settings() {
    }

    /** The value, or null if it is not set or empty. */
    public static String get(String name) {
        String value = System.getProperty("kernelbridge." + name);
        if (value == null) {
            value = System.getenv("KERNELBRIDGE_" + name.replace('.', '_').toUpperCase(Locale.ROOT));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    /**
     * The setting that decides for this one, or null: itself, or what it is part of, as {@code crossover.gemm} for
     * {@code crossover.gemm.f32}; the first word alone is another setting.
     */
    public static String nearest(String name) {
        int last = name.lastIndexOf('.');
        return get(name) != null ? name : last == name.indexOf('.') ? null : nearest(name.substring(0, last));
    }
}
