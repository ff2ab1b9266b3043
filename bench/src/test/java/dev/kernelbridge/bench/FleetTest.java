package dev.kernelbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code bench/test/fleet-test}: the playbook over the local connection, with hosts that fail. */
final class FleetTest {
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aHostThatFailsStopsNoOther() throws IOException, InterruptedException {
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator)).noneMatch(p -> Files.isExecutable(Path.of(p, "ansible-playbook")))) {
            String reason = "ansible-playbook was not found; apt-get install ansible-core";
            if (System.getProperty("kernelbridge.test.require", "").contains("all")) {
                fail(reason);
            }
            abort(reason);
        }
        Process test = new ProcessBuilder(Path.of(System.getProperty("kernelbridge.root"), "bench/test/fleet-test").toString())
                .redirectErrorStream(true).start();
        String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, test.waitFor(), said);
        assertTrue(said.contains("ok: "), said);
    }
}
