package dev.kernelbridge.bind.call;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kernelbridge.bind.BindingException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes the hidden class behind a bound interface: each method calls a handle that is a constant of the class, so the JIT compiles a
 * call through the interface as it would one of a static final handle.
 *
 * <p>The JVM asks for a constant when the method is called first, by index, of the list that is the class's data; that list makes the
 * handle then. So an interface of a hundred functions costs at first what its few calls cost.
 */
final class InterfaceWriter {

    private static final MethodHandles.Lookup OURS = MethodHandles.lookup();

    private InterfaceWriter() {
    }

    /**
     * {@return an object that implements the interface}
     *
     * @param lookup rights on the interface; null if it is public, or its package open
     * @param methods its abstract methods
     * @param handle makes the handle of one of them, of the method's type
     * @param text what its toString says
     */
    static <T> T write(MethodHandles.Lookup lookup, Class<T> face, List<Method> methods, IntFunction<MethodHandle> handle, String text) {
        MethodHandles.Lookup home = home(lookup, face);
        String name = home.lookupClass().getPackageName();
        ClassDesc self = ClassDesc.of(name, face.getSimpleName() + "$Bound");
        byte[] bytes = ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(self, c -> { // no method branches
            c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withInterfaceSymbols(desc(face));
            c.withMethodBody("<init>", MethodTypeDesc.of(CD_void), 0,
                    code -> code.aload(0).invokespecial(CD_Object, "<init>", MethodTypeDesc.of(CD_void)).return_());
            c.withMethodBody("toString", MethodTypeDesc.of(CD_String), ClassFile.ACC_PUBLIC, code -> code.loadConstant(text).areturn());
            for (int i = 0; i < methods.size(); i++) {
                int index = i;
                MethodTypeDesc type = type(methods.get(i)).describeConstable().orElseThrow();
                c.withMethodBody(methods.get(i).getName(), type, ClassFile.ACC_PUBLIC, code -> body(code, type, index));
            }
        });
        try {
            MethodHandles.Lookup made = home.defineHiddenClassWithClassData(bytes, new Lazy(methods.size(), handle), false);
            return face.cast(made.findConstructor(made.lookupClass(), MethodType.methodType(void.class)).invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("could not make a class for " + face.getName(), e);
        }
    }

    static MethodType type(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }

    private static void body(CodeBuilder code, MethodTypeDesc type, int index) {
        code.ldc(DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, CD_MethodHandle, index));
        for (int p = 0; p < type.parameterCount(); p++) {
            code.loadLocal(TypeKind.from(type.parameterType(p)), code.parameterSlot(p));
        }
        code.invokevirtual(CD_MethodHandle, "invokeExact", type).return_(TypeKind.from(type.returnType()));
    }

    /** In whose package the class can see the interface: the caller's, the interface's own, else ours. */
    private static MethodHandles.Lookup home(MethodHandles.Lookup lookup, Class<?> face) {
        try {
            OURS.lookupClass().getModule().addReads(face.getModule());
            MethodHandles.Lookup there = MethodHandles.privateLookupIn(face, lookup == null ? OURS : lookup);
            return there.hasFullPrivilegeAccess() ? there : full(there);
        } catch (IllegalAccessException closed) {
            if (visible(face)) {
                return OURS;
            }
            String room = face.getPackageName();
            String us = OURS.lookupClass().getModule().isNamed() ? " to " + OURS.lookupClass().getModule().getName() : "";
            throw new BindingException(face.getName() + " cannot be implemented from here: module " + face.getModule().getName()
                    + " keeps its package to itself; call bind(MethodHandles.lookup(), " + face.getSimpleName()
                    + ".class), or write \"opens "
                    + room + us + ";\" in its module-info.java");
        }
    }

    /**
     * Rights to define hidden classes in another module or class loader, as jshell's and a web application's: those that a class
     * there has of itself. Rights that came from outside suffice for an ordinary class, so it is one of ours that asks for them.
     */
    private static MethodHandles.Lookup full(MethodHandles.Lookup there) throws IllegalAccessException {
        String room = there.lookupClass().getPackageName();
        String name = room.isEmpty() ? "KernelbridgeLookup" : room + ".KernelbridgeLookup";
        MethodTypeDesc type = MethodTypeDesc.of(desc(MethodHandles.Lookup.class));
        try {
            synchronized (InterfaceWriter.class) {
                Class<?> asks;
                try {
                    asks = there.findClass(name);
                } catch (ClassNotFoundException firstTime) {
                    asks = there.defineClass(ClassFile.of().build(ClassDesc.of(name), c -> c.withFlags(ClassFile.ACC_FINAL
                            | ClassFile.ACC_SYNTHETIC).withMethodBody("lookup", type, ClassFile.ACC_STATIC,
                            code -> code.invokestatic(desc(MethodHandles.class), "lookup", type).areturn())));
                }
                return (MethodHandles.Lookup) there.findStatic(asks, "lookup",
                        MethodType.methodType(MethodHandles.Lookup.class)).invokeExact();
            }
        } catch (IllegalAccessException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("could not make " + name, e);
        }
    }

    /** Whether our own class loader knows the interface under its name, and may use it. */
    private static boolean visible(Class<?> face) {
        try {
            return OURS.accessClass(face) == face && Class.forName(face.getName(), false, OURS.lookupClass().getClassLoader()) == face;
        } catch (IllegalAccessException | ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Makes each element once, when it is asked for. */
    private static final class Lazy extends AbstractList<Object> {
        private final MethodHandle[] made;
        private final IntFunction<MethodHandle> make;

        Lazy(int size, IntFunction<MethodHandle> make) {
            this.made = new MethodHandle[size];
            this.make = make;
        }

        @Override
        public synchronized Object get(int index) {
            if (made[index] == null) {
                made[index] = make.apply(index);
            }
            return made[index];
        }

        @Override
        public int size() {
            return made.length;
        }
    }
}
