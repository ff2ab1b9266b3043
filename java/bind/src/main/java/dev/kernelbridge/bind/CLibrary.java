package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Nearest;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.call.Binder;
import java.lang.invoke.MethodHandles;
import java.util.NoSuchElementException;
import java.util.Objects;

/** A native library together with the C text that declares what is in it. Safe to share between threads. */
public final class CLibrary {

    private final NativeLibrary library;
    private final Declarations declarations;

    CLibrary(NativeLibrary library, Declarations declarations) {
        this.library = Objects.requireNonNull(library, "library");
        this.declarations = Objects.requireNonNull(declarations, "declarations");
    }

    /** {@return the library itself} */
    public NativeLibrary library() {
        return library;
    }

    /**
     * A function that the text declares.
     *
     * @param name its name
     * @return the function
     * @throws NoSuchElementException if the text does not declare it
     * @throws NativeLibraryException if the library lacks it
     */
    public NativeFunction function(String name) {
        Prototype prototype = declarations.functions().get(Objects.requireNonNull(name, "name"));
        if (prototype == null) {
            throw new NoSuchElementException("the C text declares no function " + name
                    + Nearest.question(name, declarations.functions().keySet()) + declarations.whyNot(name));
        }
        return new NativeFunction(prototype, library.require(name), binder());
    }

    /**
     * Binds an interface: each abstract method calls the function of its name, as the text declares it.
     *
     * @param face the interface
     * @return an implementation; keep it in a static final field
     * @throws BindingException if methods and prototypes do not fit, with all that does not
     * @throws NativeLibraryException if the library lacks functions, with all that it lacks
     */
    public <T> T bind(Class<T> face) {
        return binder().bind(null, face);
    }

    /** The same for an interface that only the caller can see. */
    public <T> T bind(MethodHandles.Lookup lookup, Class<T> face) {
        return binder().bind(Objects.requireNonNull(lookup, "lookup"), face);
    }

    /**
     * The value of a constant that the text declares, by enum or {@code #define}.
     *
     * @param name its name
     * @return a Long, a Double or a String
     * @throws NoSuchElementException if there is none
     */
    public Object constant(String name) {
        Object value = declarations.constants().get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw new NoSuchElementException("the C text declares no constant " + name
                    + Nearest.question(name, declarations.constants().keySet()));
        }
        return value;
    }

    /**
     * A struct that the text declares.
     *
     * @param name its tag, or a typedef's name for it
     * @throws IllegalArgumentException if the text has no such struct with members
     */
    public StructType struct(String name) {
        return text().struct(name);
    }

    /** The same for a union. */
    public StructType union(String name) {
        return text().union(name);
    }

    /** {@return the declarations} */
    public CText text() {
        return new CText(declarations);
    }

    private Binder binder() {
        return library.binder(declarations);
    }

    @Override
    public String toString() {
        return library.toString();
    }
}
