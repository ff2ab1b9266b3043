package dev.kernelbridge.bind.c;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that a mistyped one may have meant. */
public final class Nearest {

    private static final int SHOWN = 3;
    private static final int LONGEST = 64; // a longer word is not a typing mistake, and the distance is quadratic

    private Nearest() {
    }

    /** {@return up to three names that are a few keystrokes away, the nearest first} */
    public static List<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        record Near(String name, int distance) {
        }
        int most = Math.max(1, name.length() / 3);
        return known.stream().filter(k -> Math.abs(k.length() - name.length()) <= most && k.length() <= LONGEST)
                .map(k -> new Near(k, distance(name, k))).filter(n -> n.distance() <= most)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name)).limit(SHOWN).map(Near::name).toList();
    }

    /** {@return "; did you mean 'a' or 'b'?", or nothing if no name is near} */
    public static String question(String name, Collection<String> known) {
        List<String> near = to(name, known);
        return near.isEmpty() ? "" : near.stream().map(n -> "'" + n + "'").collect(Collectors.joining(" or ", "; did you mean ", "?"));
    }

    /** Insertions, deletions, replacements and swaps of neighbours from one to the other; a change of case is free. */
    private static int distance(String a, String b) {
        String x = a.toLowerCase(Locale.ROOT);
        String y = b.toLowerCase(Locale.ROOT);
        int[][] d = new int[x.length() + 1][y.length() + 1];
        for (int i = 0; i <= x.length(); i++) {
            for (int j = 0; j <= y.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && x.charAt(i - 1) == y.charAt(j - 2) && x.charAt(i - 2) == y.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[x.length()][y.length()];
    }
}
