package dev.kernelbridge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who computes, and why not somebody better.
 *
 * @param requested  what was asked for; empty for {@link Kernels#best()}
 * @param device     what runs
 * @param passedOver the better ones that do not, each with its reason
 */
public record Report(Optional<Backend> requested, Device device, List<PassedOver> passedOver) {
    public Report {
        passedOver = List.copyOf(passedOver);
    }

    /** The backend that runs. */
    public Backend backend() {
        return device.backend();
    }

    /** One line: {@code cuda asked for; ffm runs on AMD EPYC, 2 cores, x86-64-v4 (cuda: libcuda.so.1 not found; …)}. */
    @Override
    public String toString() {
        String asked = requested.map(b -> b.id() + " asked for").orElse("best asked for");
        String passed = passedOver.stream().map(p -> p.backend().id() + ": " + p.why()).collect(Collectors.joining("; "));
        return asked + "; " + backend().id() + " runs on " + device + (passed.isEmpty() ? "" : " (" + passed + ")");
    }
}
