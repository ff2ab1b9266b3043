package dev.kernelbridge.opencl;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * The compiled kernel files of one device, each built when first asked for: from the cached binary if the driver takes it, else
 * from source. All methods may be called from any thread; the kernels that they make may not.
 */
final class Programs implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.opencl");

    private final cl_context context;
    private final ClDevice device;
    private final BinaryCache cache;
    private final String options;
    private final Map<String, cl_program> built = new HashMap<>();

    Programs(cl_context context, ClDevice device, BinaryCache cache, String options) {
        this.context = context;
        this.device = device;
        this.cache = cache;
        this.options = options;
    }

    /** A kernel object of the caller's own, because its arguments are state. {@code file} is {@code primes.cl}, say. */
    synchronized cl_kernel kernel(String file, String name) {
        cl_program program = built.get(file);
        if (program == null) {
            program = build(file, KernelSource.of(file));
            built.put(file, program);
        }
        int[] status = new int[1];
        cl_kernel kernel = CL.clCreateKernel(program, name, status);
        ClErrors.check(status[0], device, "clCreateKernel(" + name + ")");
        return kernel;
    }

    /** Builds {@code source}; a failure has the compiler's log in its message. */
    cl_program build(String file, String source) {
        String key = BinaryCache.key(source, options, device.identity());
        Optional<byte[]> binary = cache.get(key);
        if (binary.isPresent()) {
            Optional<cl_program> program = fromBinary(binary.get());
            if (program.isPresent()) {
                LOG.log(System.Logger.Level.DEBUG, "{0} comes from the cached binary {1}.", file, key);
                return program.get();
            }
            LOG.log(System.Logger.Level.DEBUG, "The driver refuses the cached binary of {0}; it is compiled again.", file);
            cache.drop(key);
        }
        cl_program program = fromSource(file, source);
        binary(program).ifPresent(bytes -> cache.put(key, bytes));
        return program;
    }

    private Optional<cl_program> fromBinary(byte[] binary) {
        int[] status = new int[1];
        int[] accepted = new int[1];
        try {
            cl_program program = CL.clCreateProgramWithBinary(context, 1, new cl_device_id[] {device.id()},
                    new long[] {binary.length}, new byte[][] {binary}, accepted, status);
            if (status[0] != CL.CL_SUCCESS) {
                return Optional.empty();
            }
            if (accepted[0] == CL.CL_SUCCESS && compile(program) == CL.CL_SUCCESS) {
                return Optional.of(program);
            }
            CL.clReleaseProgram(program);
        } catch (CLException refused) {
            LOG.log(System.Logger.Level.DEBUG, "A cached OpenCL binary was refused.", refused);
        }
        return Optional.empty();
    }

    private cl_program fromSource(String file, String source) {
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, status);
        ClErrors.check(status[0], device, "clCreateProgramWithSource(" + file + ")");
        int result = compile(program);
        if (result != CL.CL_SUCCESS) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw new DeviceFailedException(Kind.LAUNCH_FAILED, device.device().name() + ": " + file + " does not compile ("
                    + CL.stringFor_errorCode(result) + ", options " + options + "); the compiler says:\n" + log);
        }
        return program;
    }

    private int compile(cl_program program) {
        try {
            return CL.clBuildProgram(program, 1, new cl_device_id[] {device.id()}, options, null, null);
        } catch (CLException e) {
            return e.getStatus(); // somebody else in this JVM has switched JOCL's exceptions on
        }
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private Optional<byte[]> binary(cl_program program) {
        long[] size = new long[1];
        int status = CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        if (status != CL.CL_SUCCESS || size[0] <= 0 || size[0] > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        ByteBuffer binary = ByteBuffer.allocateDirect((int) size[0]);
        Pointer pointers = Pointer.to(new Pointer[] {Pointer.to(binary)});
        if (CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, pointers, null) != CL.CL_SUCCESS) {
            return Optional.empty();
        }
        byte[] bytes = new byte[binary.capacity()];
        binary.get(bytes);
        return Optional.of(bytes);
    }

    @Override
    public synchronized void close() {
        built.values().forEach(CL::clReleaseProgram);
        built.clear();
    }
}
