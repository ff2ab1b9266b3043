package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Layouts and constants against the C compiler of this machine: thousands of random structs with every member's offset, and random
 * constant expressions. {@code -Dkernelbridge.test.seed=…} takes other ones.
 */
class CompilerTest {

    private static final long SEED = Long.getLong("kernelbridge.test.seed", 7);
    private static final int STRUCTS = Integer.getInteger("kernelbridge.test.structs", 2000);
    private static final int EXPRESSIONS = 3000;

    @TempDir
    Path folder;

    @Test
    void layoutsAreTheCompilers() throws Exception {
        String text = new RandomC(SEED).structs(STRUCTS);
        Declarations all = Parser.parse(text);
        Compiler compiler = new Compiler(folder);
        for (int i = 0; i < STRUCTS; i++) {
            CType type = all.typedefs().getOrDefault("t" + i, all.aggregates().get("s" + i));
            CType.Aggregate aggregate = (CType.Aggregate) type.strip();
            compiler.claimLayout(all.typedefs().containsKey("t" + i) ? "t" + i : aggregate.toString(), aggregate);
        }
        long members = text.chars().filter(c -> c == 'm').count();
        assertTrue(compiler.claims() > members, compiler.claims() + " claims on " + members + " members: some were lost");
        compiler.judge(text);
    }

    @Test
    void constantsAreTheCompilers() throws Exception {
        RandomC random = new RandomC(SEED + 1);
        StringBuilder text = new StringBuilder(random.structs(1));
        for (int i = 0; i < EXPRESSIONS; i++) {
            text.append("#define X").append(i).append(' ').append(random.expression(4)).append('\n');
        }
        Map<String, Object> constants = Parser.header(text.toString()).constants();
        Compiler compiler = new Compiler(folder);
        for (int i = 0; i < EXPRESSIONS; i++) {
            if (constants.get("X" + i) instanceof Long value) { // a few shift by too much, which has no meaning: refused
                compiler.claim("(X" + i + ")", value);
            }
        }
        assertTrue(compiler.claims() > EXPRESSIONS * 9 / 10, "only " + compiler.claims() + " were taken");
        compiler.judge(text.toString());
    }

    @Test
    void theCompilerWouldContradict() {
        Compiler compiler = new Compiler(folder);
        compiler.claim("sizeof(struct { char c; double d; })", 9);
        AssertionError wrong = assertThrows(AssertionError.class, () -> compiler.judge(""));
        assertTrue(wrong.getMessage().contains("is 16, not 9"), wrong.getMessage());
        assertEquals(1, compiler.claims());
    }
}
