package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * The backend that the contracts run against: the room names it by {@code kernelbridge.contract}. One that is listed in
 * {@code kernelbridge.test.require} (or "all", as on CI) and is not there fails; another one that is not there is skipped with its
 * reason.
 */
public final class UnderTest {

    private UnderTest() {
    }

    /** For {@code @MethodSource}: the backend, named with its device. */
    public static Stream<Named<Kernels>> backends() {
        Kernels kernels = kernels();
        return Stream.of(Named.of(kernels.report().backend().id() + " on " + kernels.report().device().name(), kernels));
    }

    /** The backend itself. */
    public static Kernels kernels() {
        Backend backend = Backend.of(System.getProperty("kernelbridge.contract"));
        Availability availability = Kernels.availability(backend);
        String required = System.getProperty("kernelbridge.test.require", "");
        if (!availability.available() && !required.equals("all") && !Arrays.asList(required.split(",")).contains(backend.id())) {
            abort(backend.id() + " is not here: " + availability);
        }
        return Kernels.require(backend);
    }

    /** A simulator is some hundred times slower than what it simulates: it gets samples. */
    static boolean isSimulator(Kernels kernels) {
        return kernels.report().device().kind() == Device.Kind.SIMULATOR;
    }

    /** The rows of a table beside this class, without the header. */
    public static List<String[]> rows(String table) {
        try (var in = new BufferedReader(new InputStreamReader(UnderTest.class.getResourceAsStream(table), StandardCharsets.UTF_8))) {
            return in.lines().skip(1).filter(line -> !line.isBlank()).map(line -> line.split(",", 3)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
