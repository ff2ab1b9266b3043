package dev.kernelbridge.bench.bridge;

import com.sun.jna.Native;
import dev.kernelbridge.bench.Refused;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import jnr.ffi.LibraryLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a JVM that has just started take to bind a library of a hundred functions? The library is open already, and none of
 * them is called in that time; one is after it, to see that the binding works.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class BindBenchmark {

    @Param({"ffm-default", "bind", "jna-interface", "jnr"})
    public String competitor;

    private IntUnaryOperator first;

    /** Opens the library. */
    @Setup
    public void open() {
        BenchLibrary.path();
    }

    /** {@return the first of the hundred} */
    @Benchmark
    public IntUnaryOperator bind() {
        if (first != null) {
            throw new Refused("the second binding in one JVM is not the first; leave out -i and -wi");
        }
        first = switch (competitor) {
            case "bind" -> BenchLibrary.library().bind(Hundred.class)::hundred_10;
            case "jna-interface" -> Native.load(BenchLibrary.path(), HundredOfJna.class)::hundred_10;
            case "jnr" -> LibraryLoader.create(HundredOfJnr.class).load(BenchLibrary.path())::hundred_10;
            case "ffm-default" -> handles();
            default -> throw new Refused(competitor + " does not bind by itself");
        };
        return first;
    }

    /** What a class does whose static fields are a hundred handles. */
    private static IntUnaryOperator handles() {
        MethodHandle one = null;
        for (Method method : Hundred.class.getMethods()) {
            MemorySegment address = BenchLibrary.library().symbols().findOrThrow(method.getName());
            ValueLayout[] layouts = new ValueLayout[method.getParameterCount()];
            for (int i = 0; i < layouts.length; i++) {
                layouts[i] = layout(method.getParameterTypes()[i]);
            }
            FunctionDescriptor type = method.getReturnType() == void.class ? FunctionDescriptor.ofVoid(layouts)
                    : FunctionDescriptor.of(layout(method.getReturnType()), layouts);
            MethodHandle handle = Linker.nativeLinker().downcallHandle(address, type);
            one = method.getName().equals("hundred_10") ? handle : one;
        }
        MethodHandle first = one;
        return a -> {
            try {
                return (int) first.invokeExact(a);
            } catch (Throwable t) {
                throw new IllegalStateException(t); // C throws nothing
            }
        };
    }

    private static ValueLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        if (type == long.class) {
            return ValueLayout.JAVA_LONG;
        }
        if (type == double.class) {
            return ValueLayout.JAVA_DOUBLE;
        }
        if (type == float.class) {
            return ValueLayout.JAVA_FLOAT;
        }
        return type == byte.class ? ValueLayout.JAVA_BYTE : type == short.class ? ValueLayout.JAVA_SHORT : ValueLayout.ADDRESS;
    }

    /** Sees that it works. */
    @TearDown
    public void call() {
        if (first != null) {
            Refused.unlessEqual("hundred_10(5)", first.applyAsInt(5), 15);
        }
    }
}
