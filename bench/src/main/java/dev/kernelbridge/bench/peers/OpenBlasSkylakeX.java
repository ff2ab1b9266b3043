package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** OpenBLAS made to use its AVX-512 core, which it does not pick on every processor that could run it. One core a process. */
public final class OpenBlasSkylakeX extends OpenBlas {
    private static final String CORE = "SkylakeX";
    private static final List<String> NEEDS = List.of("avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl");

    private boolean started;

    @Override
    public String id() {
        return "openblas-skylakex";
    }

    /** Also where somebody has loaded the library for another core, to list who is there. */
    @Override
    String promisedCore() {
        return CORE;
    }

    @Override
    public String computes() {
        return super.computes() + "; OPENBLAS_CORETYPE=SKYLAKEX";
    }

    @Override
    public Optional<String> missing() {
        return super.missing().or(() -> lacks(Path.of("/proc/cpuinfo")));
    }

    @Override
    void start() {
        if (started) {
            return;
        }
        missing().ifPresent(reason -> {
            throw new Refused(id() + ": " + reason);
        });
        super.start();
        if (!core().equals(CORE)) {
            throw new Refused(id() + ": OpenBLAS runs on its core " + core() + " and not on " + CORE
                    + "; if this JVM has used it before, start another");
        }
        started = true;
    }

    @Override
    void setEnvironment() {
        super.setEnvironment();
        CEnvironment.set("OPENBLAS_CORETYPE", "SKYLAKEX");
    }

    /** Empty if the processor that Linux describes there has all that this core needs. */
    static Optional<String> lacks(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            List<String> flags = lines.filter(line -> line.startsWith("flags")).findFirst()
                    .map(line -> Arrays.asList(line.split("\\s+"))).orElse(List.of());
            List<String> lacking = NEEDS.stream().filter(flag -> !flags.contains(flag)).toList();
            return lacking.isEmpty() ? Optional.empty()
                    : Optional.of("the processor has no " + String.join(", ", lacking) + "; it takes one with AVX-512");
        } catch (IOException e) {
            return Optional.of("whether the processor has AVX-512 is unknown: " + e.getMessage() + "; it takes Linux's /proc/cpuinfo");
        }
    }
}
