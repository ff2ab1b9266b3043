package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random structs, and random constant expressions, as text that a C compiler takes too. */
final class RandomC {

    static final String HEADERS = """
            #include <stddef.h>
            #include <stdint.h>
            #include <stdbool.h>
            #include <wchar.h>
            #include <uchar.h>
            #include <stdio.h>
            #include <sys/types.h>
            """;
    private static final String[] SCALARS = {"char", "signed char", "char unsigned", "short", "unsigned short int", "short signed", "int", "unsigned",
        "int long unsigned", "long", "long long", "unsigned long long int", "float", "double", "_Bool", "bool", "int8_t", "uint16_t", "int32_t",
        "uint64_t", "size_t", "ssize_t", "ptrdiff_t", "intptr_t", "wchar_t", "char16_t", "char32_t", "const int", "double volatile"};
    private static final String[] WHOLE = Arrays.stream(SCALARS).filter(s -> !s.contains("float") && !s.contains("double")).toArray(String[]::new);
    private static final String[] LENGTHS = {"1", "2", "3", "0x7", "'\\005'", "sizeof(int)", "1 << 2", "N + 1", "(N * 2) % 5 + 1", "K3", "sizeof(void *) / 4"};
    private static final int LARGEST = 4000; // scalars in a struct that others may hold by value

    private final Random random;
    private final List<String> types = new ArrayList<>(); // struct s3, union s4, t5 by now, of bounded size
    private final List<Integer> weights = new ArrayList<>();
    private int names;

    RandomC(long seed) {
        random = new Random(seed);
    }

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    /** That many structs and unions, s0 … with a tag or t0 … as typedefs, and what they need. */
    String structs(int count) {
        StringBuilder all = new StringBuilder("#define N 3\nenum kind { K1 = 1, K3 = N, K9 = K3 * 3 };\nenum big { HUGE = 0x100000000 };\n"
                + "enum below { MINUS = -1 };\ntypedef void (*callback)(int, const char *, ...);\ntypedef int triple[3];\n");
        for (int i = 0; i < count; i++) {
            boolean union = random.nextInt(5) == 0;
            boolean typedef = random.nextBoolean();
            int[] weight = {0};
            String word = union ? "union" : "struct";
            String tag = typedef && random.nextBoolean() ? "" : " s" + i;
            String body = members(weight, 0, tag.isEmpty() ? null : word + tag, union);
            all.append(typedef ? "typedef " : "").append(word).append(tag).append(" {").append(body).append("}")
                    .append(typedef ? " t" + i : "").append(";\n");
            if (weight[0] < LARGEST) {
                types.add(typedef ? "t" + i : word + tag);
                weights.add(weight[0]);
            }
        }
        return all.toString();
    }

    private String members(int[] weight, int depth, String self, boolean union) {
        StringBuilder all = new StringBuilder();
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(20);
            if (kind < 2 && depth < 3) {
                boolean inner = random.nextInt(3) == 0;
                all.append(' ').append(inner ? "union" : "struct").append(" {").append(members(weight, depth + 1, self, inner)).append("}");
                all.append(random.nextBoolean() ? "" : " " + declarator(weight)).append(';');
            } else if (kind < 5 && !types.isEmpty()) {
                int which = random.nextInt(types.size());
                int[] one = {0};
                String declarator = declarator(one);
                if (weights.get(which) * one[0] < LARGEST) {
                    weight[0] += weights.get(which) * one[0];
                    all.append(' ').append(types.get(which)).append(declarator).append(';');
                }
            } else if (kind < 7) {
                all.append(' ').append(any("enum kind", "enum big", "enum below", "callback", "triple", "enum { E" + names++ + " }"))
                        .append(declarator(weight)).append(';');
            } else if (kind < 9) {
                all.append(' ').append(any("void", "char", "const char", "struct unknown", "FILE", "callback", self == null ? "int" : self))
                        .append(any(" *", " **", " *const *")).append(declarator(weight)).append(';');
            } else if (kind < 11) {
                all.append(' ').append(any("int", "void", "double *")).append(any(" (*", " (*const ")).append(name())
                        .append(any(")(void);", "[2])(int, char *);", ")[3];").replace("[3]", "(int)"));
                weight[0] += 2;
            } else {
                all.append(' ').append(any(SCALARS)).append(declarator(weight));
                all.append(random.nextInt(4) == 0 ? "," + declarator(weight) : "").append(';');
            }
        }
        if (all.isEmpty()) {
            all.append(" int").append(declarator(weight)).append(';');
        } else if (!union && depth == 0 && random.nextInt(15) == 0) {
            all.append(" int m").append(names++).append("; ").append(any("char", "double", "short")).append(" ").append(name()).append("[];");
            weight[0] = LARGEST; // nothing else may hold it
        }
        return all.append(' ').toString();
    }

    private String name() {
        return "m" + names++;
    }

    private String declarator(int[] weight) {
        StringBuilder all = new StringBuilder(" " + name());
        int elements = 1;
        while (random.nextInt(4) == 0 && elements < 100) {
            all.append('[').append(any(LENGTHS)).append(']');
            elements *= 5;
        }
        weight[0] += elements;
        return all.toString();
    }

    /** An integer expression, whose every operation has a meaning in C: divisors and shifts are constants in range. */
    String expression(int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return switch (random.nextInt(9)) {
                case 0 -> Integer.toString(random.nextInt(100));
                case 1 -> "0x" + Integer.toHexString(random.nextInt(1 << 16)) + any("", "u", "L", "UL", "ll", "ULL");
                case 2 -> any("2147483647", "4294967295", "0x7fffffff", "0x80000000", "0xffffffff", "9223372036854775807", "0x8000000000000000",
                        "0xffffffffffffffff", "037777777777", "2147483648", "0");
                case 3 -> any("'a'", "'\\n'", "'\\377'", "'\\x80'", "L'x'", "u'y'", "'\\\\'");
                case 4 -> "sizeof(" + any(SCALARS) + any("", " *", "[3]") + ")";
                case 5 -> "_Alignof(" + any(SCALARS) + ")";
                case 6 -> any("K1", "K3", "K9", "HUGE", "MINUS");
                case 7 -> "sizeof(struct { " + any(SCALARS) + " a; " + any(SCALARS) + " b; })";
                default -> Long.toString(random.nextInt(1 << 30));
            };
        }
        String a = expression(depth - 1);
        return switch (random.nextInt(13)) {
            case 0 -> "(" + a + ") + (" + expression(depth - 1) + ")";
            case 1 -> a + any(" & ", " | ", " ^ ") + expression(depth - 1);
            case 2 -> a + any(" < ", " > ", " <= ", " >= ", " == ", " != ") + expression(depth - 1);
            case 3 -> a + any(" && ", " || ") + expression(depth - 1);
            case 4 -> "(" + a + any(") / ", ") % ") + (1 + random.nextInt(20)) + any("", "u", "ll");
            case 5 -> "(" + a + ")" + any(" >> ", " >> 1 + ") + random.nextInt(8);
            case 6 -> "(uint64_t)(" + a + ") << " + random.nextInt(64);
            case 7 -> any("~", "!", "- ", "+ ") + "(" + a + ")";
            case 8 -> "(" + any(WHOLE) + ")(" + a + ")";
            case 11 -> "(" + any("float", "double") + ")(" + a + any(") * 0.5", ") / 3", ") + 1.5f", ") - 0x1p3") + any(" < ", " >= ", " != ")
                    + any("7.25 + ", "(double)", "-1e9f * ", "(float)") + "(" + expression(depth - 1) + ")";
            case 9 -> "(" + a + ") ? " + expression(depth - 1) + " : " + expression(depth - 1);
            case 10 -> "((unsigned)(" + a + ")) * " + random.nextInt(1000) + "u";
            default -> "(" + a + ") - " + random.nextInt(1000);
        };
    }
}
