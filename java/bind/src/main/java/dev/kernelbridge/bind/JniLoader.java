package dev.kernelbridge.bind;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Libraries for JNI. Exists because {@code System.load} has two rules that a shared loader trips over: the library belongs to
 * the class loader of whoever calls it, so we call on behalf of the class that needs it; and a path may belong to one class
 * loader only, so the next one (a second web application, a Spark session) gets a copy under another path.
 */
final class JniLoader {

    /** More class loaders than this that hold one library at a time are a leak, and better reported than fed. */
    static final int MOST_COPIES = 64;

    private static final ClassValue<AtomicReference<MethodHandle>> DELEGATE = new ClassValue<>() {
        @Override
        protected AtomicReference<MethodHandle> computeValue(Class<?> anchor) {
            return new AtomicReference<>();
        }
    };

    private JniLoader() {
    }

    static Path load(Class<?> anchor, Path file) {
        LoadFailure.checkFile(file);
        if (!LoadFailure.isForThisJvm(file)) {
            DynamicLoader.probe(file); // fails with the same words, and without the JDK's noise
        }
        Path path = file;
        for (int number = 2;; number++) {
            try {
                load(anchor, path.toString());
                return path;
            } catch (UnsatisfiedLinkError e) {
                // The JDK has no other sign for it than these words; a test holds them.
                if (number > MOST_COPIES || !String.valueOf(e.getMessage()).contains("already loaded in another classloader")) {
                    throw LoadFailure.of(path, String.valueOf(e.getMessage()), e);
                }
                path = LibraryCache.copy(file, number);
            } catch (IllegalCallerException e) {
                throw LoadFailure.denied(e, JniLoader.class, anchor);
            }
        }
    }

    private static void load(Class<?> anchor, String path) {
        if (anchor.getClassLoader() == JniLoader.class.getClassLoader()) {
            System.load(path);
            return;
        }
        try {
            delegate(anchor).invokeExact(path);
        } catch (IllegalAccessException e) {
            throw new NativeLibraryException("module " + anchor.getModule().getName() + " does not let us load a library for it: "
                    + e.getMessage(), "let it say: opens " + anchor.getPackageName() + " to dev.kernelbridge.bind", e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("System.load throws nothing that is checked", e);
        }
    }

    /**
     * {@code System.load} as called by a class beside the anchor. A method handle does not do: across class loaders the JDK
     * refuses one to a method that looks at its caller. So we add a class of one line to the anchor's package.
     */
    private static MethodHandle delegate(Class<?> anchor) throws IllegalAccessException, NoSuchMethodException {
        AtomicReference<MethodHandle> known = DELEGATE.get(anchor);
        synchronized (known) {
            if (known.get() == null) {
                JniLoader.class.getModule().addReads(anchor.getModule());
                MethodHandles.Lookup beside = MethodHandles.privateLookupIn(anchor, MethodHandles.lookup());
                MethodType type = MethodType.methodType(void.class, String.class);
                MethodTypeDesc descriptor = type.describeConstable().orElseThrow();
                ClassDesc system = ClassDesc.of(System.class.getName());
                // The number keeps copies of this class (in other class loaders) apart, should they serve the same anchor.
                ClassDesc name = ClassDesc.of(anchor.getName() + "$SystemLoad" + System.identityHashCode(JniLoader.class));
                Class<?> delegate = beside.defineClass(ClassFile.of().build(name,
                        content -> content.withMethodBody("load", descriptor, ClassFile.ACC_STATIC,
                                code -> code.aload(0).invokestatic(system, "load", descriptor).return_())));
                known.set(beside.findStatic(delegate, "load", type));
            }
            return known.get();
        }
    }
}
