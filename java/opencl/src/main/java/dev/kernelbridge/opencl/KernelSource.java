package dev.kernelbridge.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a kernel file with its headers in it. We put them in ourselves: a driver's compiler reads no files from a jar;
 * {@code #line} keeps the places in the build log right.
 */
final class KernelSource {

    private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\s+\"([^\"]+)\".*");

    private KernelSource() {
    }

    /** The source of {@code primes.cl}, say: complete, each header once. */
    static String of(String file) {
        StringBuilder text = new StringBuilder();
        inline(file, text, new HashSet<>());
        return text.toString();
    }

    private static void inline(String file, StringBuilder text, Set<String> seen) {
        if (!seen.add(file)) {
            return;
        }
        text.append("#line 1 \"").append(file).append("\"\n");
        int line = 0;
        for (String words : read(file).lines().toList()) {
            line++;
            Matcher include = INCLUDE.matcher(words);
            if (include.matches()) {
                inline(include.group(1), text, seen);
                text.append("#line ").append(line + 1).append(" \"").append(file).append("\"\n");
            } else {
                text.append(words).append('\n');
            }
        }
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream("kernels/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the kernel source " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel source " + file + " cannot be read", e);
        }
    }
}
