package dev.kernelbridge.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which OpenCL is not there has its reason and its fix, twice the same, and nothing is printed. */
class AvailabilityTest {

    @TempDir
    Path folder;

    @Test
    void listsDevicesBestFirst() {
        Here.device();
        List<Device> devices = new OpenClBackend().devices();
        boolean cpuSeen = false;
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            assertEquals(i, device.index());
            assertEquals(Backend.OPENCL, device.backend());
            assertTrue(device.memoryBytes() > 0);
            assertTrue(device.detail().contains("driver") && device.detail().contains("compute unit"), device.detail());
            assertFalse(cpuSeen && device.kind() == Device.Kind.GPU, "a GPU after a CPU");
            cpuSeen |= device.kind() == Device.Kind.CPU;
        }
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        Here.device();
        Device unknown = new Device(Backend.OPENCL, 99, "none", Device.Kind.GPU, 0, "");
        String message = assertThrows(DeviceFailedException.class, () -> new OpenClBackend().open(unknown)).getMessage();
        assertTrue(message.contains("no device 99"), message);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatNoDriverIsRegistered() throws Exception {
        Here.device();
        String answer = unavailable("", Map.of("OCL_ICD_VENDORS", folder + "/"));
        assertTrue(answer.contains("no OpenCL driver is registered"), answer);
        assertTrue(answer.contains("pocl-opencl-icd"), answer);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheLoaderIsMissing() throws Exception {
        Files.createFile(folder.resolve("libOpenCL.so.1")); // hides the real one, and cannot be opened
        String answer = unavailable("", Map.of("LD_LIBRARY_PATH", folder.toString()));
        assertTrue(answer.contains("libOpenCL.so.1") && answer.contains("file too short"), answer);
    }

    @Test
    void saysThatJoclIsMissing() throws Exception {
        String answer = unavailable("jocl", Map.of());
        assertTrue(answer.contains("JOCL") && answer.contains("jocl's jar"), answer);
    }

    private static String unavailable(String without, Map<String, String> environment) throws IOException, InterruptedException {
        Here.Ended ended = Here.child(AskTwice.class, without, List.of(), environment);
        assertEquals(0, ended.code(), ended.err());
        assertEquals("", ended.err());
        List<String> answers = ended.out().lines().toList();
        assertEquals(2, answers.size(), ended.out());
        assertEquals(answers.get(0), answers.get(1));
        assertTrue(answers.get(0).endsWith("devices 0") && !answers.get(0).startsWith("available"), answers.get(0));
        return answers.get(0);
    }
}
