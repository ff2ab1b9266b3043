package dev.kernelbridge.cuda;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The fatbin in a context, and its kernels by name. */
final class LoadedKernels {
    private static final List<String> SIEVES = List.of("kb_sieve_count", "kb_sieve_bits", "kb_hard_leaves", "kb_ask_sieve");
    private static final List<String> OTHERS = List.of("kb_sieve_rows", "kb_is_prime", "kb_factor_parts", "kb_factor_curves",
            "kb_factor_curves48", "kb_factor_rho", "kb_siqs_start", "kb_siqs_roots", "kb_siqs_sieve", "kb_siqs_divide", "kb_sum_pi",
            "kb_join_leaves", "kb_rough_begin", "kb_rough_step", "kb_rough_end", "kb_map_f32", "kb_map_f64", "kb_reduce_f32",
            "kb_reduce_f64", "kb_extreme_f32", "kb_extreme_f64", "kb_pairs_f32", "kb_pairs_f64", "kb_scan_ends_f32", "kb_scan_ends_f64",
            "kb_scan_bases_f32", "kb_scan_bases_f64", "kb_scan_f32", "kb_scan_f64", "kb_gemm_f32", "kb_gemm_f64", "kb_gemv_f32",
            "kb_gemv_f64");

    private final Context context;
    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new HashMap<>();

    LoadedKernels(Context context, byte[] image, Geometry geometry) {
        this.context = context;
        int code = context.code(() -> JCudaDriver.cuModuleLoadData(module, image));
        if (code != CUresult.CUDA_SUCCESS) {
            throw noImage(context.gpu(), code);
        }
        int shared = geometry.sharedBytes() - Geometry.SHARED_OF_KERNEL;
        for (String name : SIEVES) {
            CUfunction sieve = find(name);
            // Up to 48 KB need no permission, but the kernel's own variables count as well.
            context.run("cuFuncSetAttribute of " + name, () -> JCudaDriver.cuFuncSetAttribute(sieve,
                    CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, shared));
        }
        OTHERS.forEach(this::find);
    }

    void launch(Stream stream, String name, Geometry.Grid grid, Pointer... parameters) {
        stream.launch(functions.get(name), name, grid, parameters);
    }

    void close() {
        context.code(() -> JCudaDriver.cuModuleUnload(module));
    }

    private CUfunction find(String name) {
        CUfunction function = new CUfunction();
        context.run("cuModuleGetFunction of " + name, () -> JCudaDriver.cuModuleGetFunction(function, module, name));
        functions.put(name, function);
        return function;
    }

    private static DeviceFailedException noImage(Gpu gpu, int code) {
        String device = gpu.name() + " (compute capability " + gpu.computeText() + ", driver for CUDA " + gpu.driverVersion() + ")";
        String why = switch (code) {
            // no binary for GPU, invalid PTX, unsupported PTX version, JIT not there, invalid image, invalid source
            case 209, 218, 222, 221, 200, 300 -> "the kernels have no code that " + device + " takes: " + Driver.words(code)
                    + "; update the NVIDIA driver, or build Kernelbridge with an nvcc of the driver's version or older";
            default -> "loading the kernels failed on " + device + ": " + Driver.words(code);
        };
        return new DeviceFailedException(code == CUresult.CUDA_ERROR_OUT_OF_MEMORY ? Kind.OUT_OF_MEMORY : Kind.LAUNCH_FAILED, why);
    }
}
