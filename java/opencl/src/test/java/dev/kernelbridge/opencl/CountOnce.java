package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.SieveUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A program for child JVMs: counts the primes below 3,000,000 and logs where the compiled kernels come from. */
final class CountOnce {

    /** Held, because a logger without a reference loses its settings. */
    private static final Logger LOG = Logger.getLogger("dev.kernelbridge.opencl");

    private CountOnce() {
    }

    public static void main(String[] args) {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        LOG.addHandler(handler);
        LOG.setLevel(Level.ALL);
        try (OpenClEngine engine = OpenClEngine.open(OpenClRuntime.find().at(0))) {
            System.out.println(engine.primes().countSieve(new SieveUnit(0, 100_000, 0xFE, 0xFF), Here.primesTo(1733)) + 3);
        }
    }
}
