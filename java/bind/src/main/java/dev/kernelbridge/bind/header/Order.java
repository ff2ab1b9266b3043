package dev.kernelbridge.bind.header;

import java.util.function.Predicate;

/**
 * What is wanted of a header.
 *
 * @param header its name, for comments
 * @param packageName the package of the source; empty for none
 * @param className the interface's name
 * @param library the library as a linker's {@code -l} takes it; empty for what is in the process already
 * @param own whether a file, as line markers name it, is the header or belongs to it
 * @param present whether the library has a function of that name; says yes where that is not known
 * @param lambda whether a function of that name calls back only while it runs
 */
public record Order(String header, String packageName, String className, String library, Predicate<String> own, Predicate<String> present,
        Predicate<String> lambda) {

    /** {@return why a function is left out that is not there} */
    String lacks() {
        return (library.isEmpty() ? "the process" : "the library " + library) + " has no such function here";
    }
}
