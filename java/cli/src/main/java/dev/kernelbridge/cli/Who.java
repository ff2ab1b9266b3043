package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.Backend;
import dev.kernelbridge.CallReport;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.PassedOver;
import dev.kernelbridge.Report;
import java.io.IOException;
import java.util.List;

/**
 * Who answered.
 *
 * @param requested the backend that was asked for, or {@code best}
 * @param device    what computed; the last one, if another failed on the way and is in {@code fallback}
 * @param fallback  the better backends that did not compute, each with its reason
 */
record Who(String requested, Device device, List<String> fallback) {

    /** By the call's own report if it made one (very short calls make none), else by the kernels' state after it. */
    static Who answered(Kernels kernels, CallReport call) {
        Report report = kernels.report();
        boolean told = call != null && !call.ran().isEmpty();
        return new Who(report.requested().map(Backend::id).orElse("best"), told ? call.ran().getLast() : report.device(),
                (told ? call.passedOver() : report.passedOver()).stream().map(PassedOver::toString).toList());
    }

    /** The fields {@code requested}, {@code backend}, {@code device} and {@code fallback}. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("requested", requested);
        json.writeStringField("backend", device.backend().id());
        json.writeStringField("device", device.toString());
        json.writeArrayFieldStart("fallback");
        for (String passedOver : fallback) {
            json.writeString(passedOver);
        }
        json.writeEndArray();
    }
}
