package dev.kernelbridge.bind.data;

/** What a Java String may hold and UTF-8 cannot say. */
public final class Unicode {

    private Unicode() {
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
