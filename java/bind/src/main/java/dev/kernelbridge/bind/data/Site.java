package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.BindingException;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Nearest;
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

    /** {@return the exception that says that the two types do not fit, and what would} */
    public BindingException mismatch(CType type, Class<?> java, String choice) {
        return new BindingException(where + " is " + type + " in C and " + java.getTypeName() + " in Java; take " + choice);
    }

    /** Something to find with the rights of a lookup. */
    public interface Find {
        /** {@return it} */
        MethodHandle with(MethodHandles.Lookup rights) throws IllegalAccessException;
    }

    /** {@return a member of a class, found with the rights that we have: the caller's, everybody's, or this module's} */
    public MethodHandle reach(Class<?> owner, Find find) {
        Site.class.getModule().addReads(owner.getModule()); // a module that looks into another must read it; the unnamed one it does not
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

    /** {@return the names that there are, and which one was perhaps meant, for a message} */
    static String known(String asked, Collection<String> names) {
        String first = names.stream().limit(20).collect(Collectors.joining(", "));
        return "there " + (names.isEmpty() ? "are none" : "are " + first + (names.size() > 20 ? ", …" : ""))
                + Nearest.question(asked, names);
    }
}
