package dev.kernelbridge.cuda;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether the simulator was asked for, and what it is to do: {@code -Dkernelbridge.cuda.simulator}, else KERNELBRIDGE_CUDA_SIMULATOR.
 *
 * @param spec   what it is to get wrong, as {@code memory=64M,fail-launch=3}; empty for nothing
 * @param source where that was said, for messages
 */
record SimulatorRequest(String spec, String source) {
    private static final String PROPERTY = "kernelbridge.cuda.simulator";
    private static final String VARIABLE = "KERNELBRIDGE_CUDA_SIMULATOR";

    static Optional<SimulatorRequest> from(UnaryOperator<String> properties, Map<String, String> environment) {
        String property = properties.apply(PROPERTY);
        String value = property != null ? property : environment.getOrDefault(VARIABLE, "");
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "", "0", "false" -> Optional.empty();
            case "1", "true" -> Optional.of(new SimulatorRequest("", property != null ? PROPERTY : VARIABLE));
            default -> Optional.of(new SimulatorRequest(value.strip(), property != null ? PROPERTY : VARIABLE));
        };
    }
}
