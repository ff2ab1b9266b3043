package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The {@code factor} of GNU coreutils, as a shell user has it: numbers go to its standard input, lines come back. Starting it and both
 * pipes are part of its time, so it is asked for batches of words only.
 */
public final class GnuFactor implements FactorPeer {
    private static final String PROGRAM = "factor";

    private String version;

    @Override
    public String id() {
        return "gnu-factor";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "GNU factor" : "GNU factor " + version().replaceAll(".* ", "");
    }

    @Override
    public String computes() {
        return "factor of GNU coreutils: trial division, Pollard's rho, primes proved; C, one process a batch, its start and pipes included";
    }

    @Override
    public Optional<String> missing() {
        return version().contains("GNU") ? Optional.empty() : Optional.of("no factor of GNU coreutils on the path; apt-get install coreutils");
    }

    @Override
    public int mostDigits() {
        return 0;
    }

    @Override
    public long[][] factorizeAll(long[] numbers) {
        String input = Arrays.stream(numbers).mapToObj(n -> {
            NumberCalls.requireAboveOne(id(), Long.compareUnsigned(n, 1) > 0, n);
            return Long.toUnsignedString(n);
        }).collect(Collectors.joining("\n", "", numbers.length == 0 ? "" : "\n"));
        List<String> lines = run(input);
        if (lines.size() != numbers.length) {
            throw new Refused("gnu-factor: " + lines.size() + " lines for " + numbers.length + " numbers");
        }
        return lines.stream().map(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).strip().split(" "))
                .mapToLong(Long::parseUnsignedLong).toArray()).toArray(long[][]::new);
    }

    @Override
    public List<BigInteger> factorize(BigInteger number) {
        throw new Refused("gnu-factor: asked for batches of words only");
    }

    private String version() {
        if (version == null) {
            try {
                version = run("", "--version").getFirst();
            } catch (Refused e) {
                version = "";
            }
        }
        return version;
    }

    private static List<String> run(String input, String... arguments) {
        try {
            String[] command = new String[arguments.length + 1];
            command[0] = PROGRAM;
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            Thread writer = Thread.ofPlatform().daemon().start(() -> { // it writes before it has read everything
                try (OutputStream out = process.getOutputStream()) {
                    out.write(input.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<String> lines;
            try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                lines = in.lines().toList();
            }
            writer.join();
            if (process.waitFor() != 0 || lines.isEmpty() && !input.isEmpty()) {
                throw new Refused(PROGRAM + " ended with " + process.exitValue());
            }
            return lines;
        } catch (IOException e) {
            throw new Refused(PROGRAM + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw new Refused(PROGRAM + " was interrupted");
        }
    }
}
