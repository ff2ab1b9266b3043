package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** This machine's C compiler, as the one that knows: what we say of sizes, offsets and constants is compared with its answers. */
final class Compiler {

    private final Path folder;
    private final Map<String, Long> claims = new LinkedHashMap<>();

    Compiler(Path folder) {
        this.folder = folder;
    }

    /** Claims that an integer expression has that value. */
    void claim(String expression, long value) {
        claims.put(expression, value);
    }

    int claims() {
        return claims.size();
    }

    /** Claims size and alignment of a struct, and the offset of each member, those of nested structs by their path. */
    void claimLayout(String name, CType.Aggregate aggregate) {
        MemoryLayout layout = Layouts.of(aggregate);
        claim("sizeof(" + name + ")", layout.byteSize());
        claim("_Alignof(" + name + ")", layout.byteAlignment());
        claimOffsets(name, "", aggregate, (GroupLayout) layout, 0);
    }

    private void claimOffsets(String name, String path, CType.Aggregate aggregate, GroupLayout layout, long base) {
        Iterator<CType.Member> members = aggregate.members().iterator();
        long at = 0;
        for (MemoryLayout part : layout.memberLayouts()) {
            if (!(part instanceof PaddingLayout)) {
                CType.Member member = members.next();
                long offset = base + (aggregate.union() ? 0 : at);
                if (!member.name().isEmpty()) {
                    claim("offsetof(" + name + ", " + path + member.name() + ")", offset);
                    assertEquals(member.name(), part.name().orElseThrow());
                }
                if (member.type().strip() instanceof CType.Aggregate inner) {
                    claimOffsets(name, member.name().isEmpty() ? path : path + member.name() + ".", inner, (GroupLayout) part, offset);
                }
            }
            at += part.byteSize();
        }
        assertEquals(false, members.hasNext(), "members of " + name + " without a layout");
    }

    /** Compiles all claims behind that text into a table, and compares. */
    void judge(String text) throws Exception {
        StringBuilder program = new StringBuilder(RandomC.HEADERS).append(text).append("\nstatic const long long answers[] = {\n");
        claims.keySet().forEach(expression -> program.append("(long long)").append(expression).append(",\n"));
        program.append("};\nint main(void) { fwrite(answers, sizeof(answers), 1, stdout); return 0; }\n");
        Path source = Files.writeString(folder.resolve("oracle.c"), program);
        Path binary = folder.resolve("oracle");
        run("cc", "-std=gnu11", "-w", "-O0", "-o", binary.toString(), source.toString());
        LongBuffer answers = ByteBuffer.wrap(run(binary.toString())).order(ByteOrder.nativeOrder()).asLongBuffer();
        assertEquals(claims.size(), answers.remaining());
        List<String> wrong = new ArrayList<>();
        claims.forEach((expression, value) -> {
            long answer = answers.get();
            if (answer != value) {
                wrong.add(expression + " is " + answer + ", not " + value);
            }
        });
        assertEquals(List.of(), wrong.subList(0, Math.min(5, wrong.size())), wrong.size() + " of " + claims.size() + " are wrong");
    }

    /** What the preprocessor makes of a header, with macros and comments. */
    String preprocess(String header) throws Exception {
        Path source = Files.writeString(folder.resolve("header.c"), "#include <" + header + ">\n");
        return new String(run("cc", "-std=gnu11", "-E", "-dD", "-C", source.toString()), StandardCharsets.UTF_8);
    }

    /** Whether there is such a header; a machine that must have everything must have it. */
    boolean has(String header) throws Exception {
        Path source = Files.writeString(folder.resolve("probe.c"), "#if !__has_include(<" + header + ">)\n#error none\n#endif\n");
        Process process = process("cc", "-E", source.toString());
        process.waitFor();
        return process.exitValue() == 0;
    }

    /** Skips the test with its reason, or fails where the machine is one that must have everything (CI). */
    static void missing(String what) {
        if (!System.getProperty("kernelbridge.test.require", "").isEmpty()) {
            fail("this machine must have " + what);
        }
        abort("this machine does not have " + what);
    }

    private Process process(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile()).start();
        } catch (IOException e) {
            missing(command[0] + " (" + e.getMessage() + ")");
            throw new AssertionError(e);
        }
    }

    private byte[] run(String... command) throws IOException, InterruptedException {
        Process process = process(command);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail("still running: " + String.join(" ", command));
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("output"));
        assertEquals(0, process.exitValue(), () -> new String(bytes, StandardCharsets.UTF_8).lines().limit(20).toList().toString());
        return bytes;
    }
}
