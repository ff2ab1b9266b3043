package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import java.util.Optional;

/** Java's own copy. */
public final class ArrayCopy implements VectorPeer {
    @Override
    public String id() {
        return "arraycopy";
    }

    @Override
    public String name() {
        return "System.arraycopy of JDK " + Runtime.version().feature();
    }

    @Override
    public String computes() {
        return "the JVM's own routine";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean does(String operation, String type) {
        return operation.equals("copy");
    }

    @Override
    public Operands open(String type, int length) {
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    private static final class Doubles extends DoubleArrays {
        private Doubles(int length) {
            super(length);
        }

        @Override
        public void copy() {
            System.arraycopy(x, 0, out, 0, x.length);
        }
    }

    private static final class Floats extends FloatArrays {
        private Floats(int length) {
            super(length);
        }

        @Override
        public void copy() {
            System.arraycopy(x, 0, out, 0, x.length);
        }
    }
}
