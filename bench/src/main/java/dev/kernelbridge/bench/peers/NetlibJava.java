package dev.kernelbridge.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Optional;

/** The BLAS that Spark uses where it finds no native one. */
public final class NetlibJava extends Netlib {
    @Override
    public String id() {
        return "netlib-java";
    }

    @Override
    public String name() {
        return TITLE + ", " + blas().getClass().getSimpleName();
    }

    @Override
    public String computes() {
        return "BLAS in Java: with the Vector API where the JVM has its module, else plain loops";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    BLAS blas() {
        return JavaBLAS.getInstance();
    }
}
