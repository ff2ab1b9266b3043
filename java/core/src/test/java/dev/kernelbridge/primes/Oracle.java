package dev.kernelbridge.primes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What prime counts are compared with: the published tables, and for other numbers the simple rungs, which those tables test. */
public final class Oracle {

    private Oracle() {
    }

    /** By rough numbers. */
    public static long pi(long n) {
        return RoughLucy.count(n);
    }

    /** The rows of the contract's tables. */
    public static List<String[]> rows(String... tables) {
        List<String[]> rows = new ArrayList<>();
        for (String table : tables) {
            try (var in = new BufferedReader(new InputStreamReader(Oracle.class.getResourceAsStream("../contract/" + table)))) {
                in.lines().skip(1).map(line -> line.split(",")).forEach(rows::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }
}
