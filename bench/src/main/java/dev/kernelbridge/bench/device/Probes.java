package dev.kernelbridge.bench.device;

import java.util.List;

/**
 * Kernels that do nothing but one operation, in PTX, which any driver compiles: no nvcc is needed where they run, and none may fold them.
 * A thread has eight chains of its own, so that with 2048 threads on a multiprocessor no operation waits for another.
 */
final class Probes {
    static final int CHAINS = 8;
    /** How often a chain takes its step in a round of the loop. */
    static final int UNROLLED = 16;
    static final String NOTHING = "probe_nothing";

    private static final String HEAD = """
            .version 6.3
            .target sm_75
            .address_size 64
            .visible .entry probe_nothing(.param .u64 out, .param .u32 rounds) { ret; }
            """;

    /**
     * One operation: its chains' step, where %x is the chain, %a and %b are odd numbers that no compiler knows.
     *
     * @param type of a chain
     * @param from what makes a chain out of %seed, a u32
     */
    record Operation(String name, String type, String from, String step) {
        String kernel() {
            return "probe_" + name;
        }
    }

    static final List<Operation> OPERATIONS = List.of(
            new Operation("multiply_add_32", "b32", "mov.b32", "mad.lo.u32 %x, %x, %a, %b;"),
            new Operation("multiply_high_32", "b32", "mov.b32", "mad.hi.u32 %x, %x, %a, %b;"),
            new Operation("fma_f32", "f32", "cvt.rn.f32.u32", "fma.rn.f32 %x, %x, %fa, %fb;"),
            new Operation("fma_f64", "f64", "cvt.rn.f64.u32", "fma.rn.f64 %x, %x, %da, %db;"));

    private Probes() {
    }

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        OPERATIONS.forEach(operation -> text.append(kernel(operation)));
        return text.toString();
    }

    private static String kernel(Operation operation) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < CHAINS; i++) {
            body.append("add.u32 %seed, %seed, %b;\n").append(operation.from()).append(" %x").append(i).append(", %seed;\n");
        }
        body.append("again:\n");
        for (int step = 0; step < UNROLLED; step++) {
            for (int i = 0; i < CHAINS; i++) {
                body.append(operation.step().replace("%x", "%x" + i)).append('\n');
            }
        }
        String bits = operation.type().replace("f", "b");
        StringBuilder end = new StringBuilder();
        for (int i = 0; i < CHAINS; i++) { // all chains are needed
            end.append("mov.").append(bits).append(" %y, %x").append(i).append(";\nxor.").append(bits).append(" %all, %all, %y;\n");
        }
        return """
                .visible .entry %KERNEL%(.param .u64 out, .param .u32 rounds) {
                .reg .b32 %seed, %a, %b, %t, %n; .reg .f32 %fa, %fb; .reg .f64 %da, %db; .reg .b64 %at, %i; .reg .pred %more;
                .reg .%TYPE% %x<8>; .reg .%BITS% %y, %all;
                ld.param.u32 %n, [rounds]; ld.param.u64 %at, [out];
                mov.u32 %seed, %tid.x; mov.u32 %t, %ctaid.x; mad.lo.u32 %seed, %t, 256, %seed;
                shl.b32 %a, %n, 3; or.b32 %a, %a, 5; shl.b32 %b, %n, 2; or.b32 %b, %b, 3;
                cvt.rn.f32.u32 %fa, %a; rcp.approx.f32 %fa, %fa; cvt.rn.f32.u32 %fb, %b; cvt.f64.f32 %da, %fa; cvt.f64.f32 %db, %fb;
                mov.%BITS% %all, 0;
                %BODY%sub.u32 %n, %n, 1; setp.ne.u32 %more, %n, 0; @%more bra again;
                %END%mov.u32 %t, %ctaid.x; mov.u32 %n, %tid.x; mad.lo.u32 %t, %t, 256, %n;
                mul.wide.u32 %i, %t, 8; add.u64 %at, %at, %i; st.global.%BITS% [%at], %all; ret;
                }
                """.replace("%KERNEL%", operation.kernel()).replace("%TYPE%", operation.type()).replace("%BITS%", bits)
                .replace("%BODY%", body).replace("%END%", end);
    }
}
