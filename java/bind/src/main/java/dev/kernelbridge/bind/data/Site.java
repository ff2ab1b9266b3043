package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.BindingException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Where a Java type meets a C type: with whose rights its members are reached, and what to call it in a message.
 *
 * @param lookup the rights; null for those of this module, which needs an open package
 * @param where the place in words: {@code record Point, component x}
 */
public record Site(MethodHandles.Lookup lookup, String where) {

    /** {@return a place within this one} */
    public Site at(String part) {
        return new Site(lookup, where + ", " + part);
    }

    /** {@return the exception that says what is wrong here} */
    public BindingException refuse(String reason) {
        return new BindingException(where + ": " + reason);
    }

    /** Something to find with the rights of a lookup. */
    public interface Find {
        /** {@return it} */
        MethodHandle with(MethodHandles.Lookup rights) throws IllegalAccessException;
    }

    /** {@return a member of a class, found with the rights that we have: the caller's, everybody's, or this module's} */
    public MethodHandle reach(Class<?> owner, Find find) {
        for (MethodHandles.Lookup rights : new MethodHandles.Lookup[] {lookup, MethodHandles.publicLookup(), MethodHandles.lookup()}) {
            try {
                if (rights != null) {
                    return find.with(rights == MethodHandles.publicLookup() ? rights : MethodHandles.privateLookupIn(owner, rights));
                }
            } catch (IllegalAccessException e) {
                // the next one may; if none does, the exception below says so
            }
        }
        String room = owner.getPackageName();
        throw refuse("module " + owner.getModule().getName() + " does not let it reach " + owner.getName() + "; write \"opens " + room
                + (Site.class.getModule().isNamed() ? " to " + Site.class.getModule().getName() : "")
                + ";\" in its module-info.java, or hand over MethodHandles.lookup()");
    }

    /** {@return names and the one that was perhaps meant, for a message} */
    static String known(String asked, Collection<String> names) {
        String near = names.stream().filter(n -> distance(asked, n) <= 1 + asked.length() / 4).min((a, b) ->
                Integer.compare(distance(asked, a), distance(asked, b))).map(n -> "did you mean " + n + "? ").orElse("");
        String first = names.stream().limit(20).collect(Collectors.joining(", "));
        return near + "there " + (names.isEmpty() ? "are none" : "are " + first + (names.size() > 20 ? ", …" : ""));
    }

    /** How many letters must be put in, taken out or changed, without regard to case (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = Math.min(diagonal + (same ? 0 : 1), 1 + Math.min(row[j], row[j - 1]));
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
