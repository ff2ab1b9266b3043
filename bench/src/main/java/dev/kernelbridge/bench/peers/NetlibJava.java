package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.List;
import java.util.Optional;

/** The BLAS that Spark uses where it finds no native one. */
public final class NetlibJava extends Netlib {
    @Override
    public String id() {
        return "netlib-java";
    }

    @Override
    public String name() {
        return TITLE + ", " + promised();
    }

    @Override
    public String computes() {
        return "BLAS in Java: with the Vector API where the JVM has its module, else plain loops";
    }

    @Override
    public List<String> jvmFlags() {
        return List.of(VectorApi.MODULE);
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    BLAS blas() {
        BLAS blas = JavaBLAS.getInstance();
        String found = blas.getClass().getSimpleName();
        if (!found.equals(promised())) {
            throw new Refused(id() + ": it runs its " + found + " and not its " + promised() + "; start the JVM with " + VectorApi.MODULE);
        }
        return blas;
    }

    /** Its best one for this runtime: what it finds depends on a module that the JVM that lists the peers need not have. */
    private static String promised() {
        return VectorApi.inRuntime() ? "VectorBLAS" : "Java11BLAS";
    }
}
