package dev.kernelbridge.bind.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a Java String may hold and UTF-8 cannot say. */
public final class Unicode {

    private static final long EACH = 0x0101_0101_0101_0101L;

    private Unicode() {
    }

    /**
     * {@return the text in UTF-8 with its zero, unless it has half a character} Looking at each char of the text takes longer than all
     * the rest of a call, so it is done only if the bytes are not as many as chars, or one is the question mark that stands for halves.
     */
    public static MemorySegment whole(String text, MemorySegment utf8, String what) {
        int length = text.length();
        if (utf8.get(ValueLayout.JAVA_BYTE, length) != 0 || asks(utf8, length)) {
            whole(text, what);
        }
        return utf8;
    }

    /** Whether one of the first bytes is a question mark, eight at a time; may be wrong if it says so. */
    private static boolean asks(MemorySegment bytes, int length) {
        long found = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long zeros = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i) ^ '?' * EACH;
            found |= zeros - EACH & ~zeros;
        }
        boolean asks = (found & 0x80 * EACH) != 0;
        for (; i < length; i++) {
            asks |= bytes.get(ValueLayout.JAVA_BYTE, i) == '?';
        }
        return asks;
    }

    /** Refuses half a character: Java would write a question mark for it, and C open another file. */
    public static void whole(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    throw new IllegalArgumentException(what + " has half of a surrogate pair at " + i + ", which is no character");
                }
                i++;
            }
        }
    }
}
