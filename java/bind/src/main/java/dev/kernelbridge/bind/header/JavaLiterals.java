package dev.kernelbridge.bind.header;

/** Values as Java writes them. Only ASCII, so that no encoding of the source can change one. */
final class JavaLiterals {

    private JavaLiterals() {
    }

    static String string(String text) {
        StringBuilder all = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> all.append("\\\"");
                case '\\' -> all.append("\\\\");
                case '\n' -> all.append("\\n");
                case '\r' -> all.append("\\r");
                case '\t' -> all.append("\\t");
                default -> all.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return all.append('"').toString();
    }

    static String number(double value) {
        return Double.isNaN(value) ? "Double.NaN" : value == Double.POSITIVE_INFINITY ? "Double.POSITIVE_INFINITY"
                : value == Double.NEGATIVE_INFINITY ? "Double.NEGATIVE_INFINITY" : Double.toString(value);
    }

    /** {@return an int's literal, or a long's where an int is too short} */
    static String number(long value) {
        return isInt(value) ? Long.toString(value) : value + "L";
    }

    static boolean isInt(long value) {
        return value == (int) value;
    }
}
