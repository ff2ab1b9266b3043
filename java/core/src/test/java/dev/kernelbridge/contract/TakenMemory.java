package dev.kernelbridge.contract;

import dev.kernelbridge.Backend;
import java.lang.management.ManagementFactory;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * How much memory is taken where a backend computes. A device's room provides it as a service of its tests; on the processor it is the
 * memory outside the heap, which the JVM counts if it was started with {@code -XX:NativeMemoryTracking=summary}.
 */
public interface TakenMemory {
    /** Whose. */
    Backend backend();

    /** What is taken now, in bytes or in pieces. */
    long taken();

    /** What calls may keep for the next ones, at most, by the vectors of {@link RandomHandles}. */
    long kept();

    /** Whether the device can be told how much memory it has. */
    default boolean canBeLittle() {
        return false;
    }

    /** From now on there is room for some of those vectors only. */
    default void little() {
    }

    /** There is room again. */
    default void plenty() {
    }

    /** That of a backend. */
    static TakenMemory of(Backend backend) {
        return ServiceLoader.load(TakenMemory.class).stream().map(ServiceLoader.Provider::get).filter(m -> m.backend() == backend)
                .findFirst().orElse(new OutsideTheHeap(backend));
    }

    /** By the JVM's own account. */
    record OutsideTheHeap(Backend backend) implements TakenMemory {
        private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)\\)");

        @Override
        public long taken() {
            try {
                String all = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmNativeMemory",
                        new Object[] {new String[] {"summary", "scale=b"}}, new String[] {String[].class.getName()});
                Matcher other = OTHER.matcher(all);
                if (other.find()) {
                    return Long.parseLong(other.group(1));
                }
                throw new AssertionError("the JVM does not count its memory (-XX:NativeMemoryTracking=summary): " + all);
            } catch (ReflectionException noSuchCommand) {
                return 0; // the bundle's runtime, made by jlink, has few diagnostic commands: there memory is not counted
            } catch (JMException e) {
                throw new AssertionError(e);
            }
        }

        /** The pools of native scratch memory, some of each thread. */
        @Override
        public long kept() {
            return 256 << 10;
        }
    }
}
