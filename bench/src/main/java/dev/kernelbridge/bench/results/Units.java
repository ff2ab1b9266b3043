package dev.kernelbridge.bench.results;

import java.util.Locale;

/** Times for people, with three digits: {@code 12.3 ms}. */
public final class Units {
    private static final String[] NAMES = {"ns", "µs", "ms", "s"};

    private Units() {
    }

    /** In the unit that suits it; a dash for NaN. */
    public static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "–";
        }
        if (seconds >= 120) {
            return seconds >= 7200 ? digits(seconds / 3600) + " h" : digits(seconds / 60) + " min";
        }
        double value = seconds * 1e9;
        int unit = 0;
        while (unit + 1 < NAMES.length && value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return digits(value) + " " + NAMES[unit];
    }

    /** Three significant digits from 1 on, at least one below, never an exponent. */
    public static String digits(double value) {
        int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 || !(value > 0) ? 2 : 1 - (int) Math.floor(Math.log10(value));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
