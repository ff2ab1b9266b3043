package dev.kernelbridge.opencl;

import dev.kernelbridge.Device;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.VectorEngine;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/** An opened OpenCL device: owns the context, and everything in it. */
final class OpenClEngine implements Engine {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.opencl");

    private final ClDevice device;
    private final cl_context context;
    private final Programs programs;
    private final Lanes lanes;
    private final OpenClPrimes primes;
    private final OpenClFactors factors;
    private final OpenClVectors vectors;
    private boolean closed;

    private OpenClEngine(ClDevice device, cl_context context, Programs programs) {
        this.device = device;
        this.context = context;
        this.programs = programs;
        lanes = new Lanes(device, () -> new Lane(context, device, programs));
        primes = new OpenClPrimes(device, lanes);
        factors = new OpenClFactors(device, lanes);
        vectors = new OpenClVectors(context, device, lanes);
    }

    static OpenClEngine open(ClDevice device) {
        return open(device, BinaryCache.ofUser());
    }

    static OpenClEngine open(ClDevice device, BinaryCache cache) {
        try {
            cl_context context = context(device);
            try {
                return new OpenClEngine(device, context, new Programs(context, device, cache, options(device)));
            } catch (RuntimeException e) {
                CL.clReleaseContext(context);
                throw e;
            }
        } catch (CLException e) {
            throw ClErrors.failure(e.getStatus(), device, "opening the device", e);
        }
    }

    static cl_context context(ClDevice device) {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        int[] status = new int[1];
        cl_context context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, status);
        ClErrors.check(status[0], device, "clCreateContext");
        return context;
    }

    /**
     * None that trades exactness for speed: no -cl-fast-relaxed-math, no -cl-mad-enable, no -cl-denorms-are-zero; and one that buys
     * exactness, since a quotient of floats may otherwise be off by 2.5 ulp; a device without it takes the steps of divide.h.
     */
    static String options(ClDevice device) {
        return "-cl-std=CL1.2 -DKB_GROUP=" + OpenClPrimes.group(device)
                + (device.roundsDivisions() ? " -cl-fp32-correctly-rounded-divide-sqrt" : " -DKB_OWN_DIVISION");
    }

    @Override
    public Device device() {
        return device.device();
    }

    @Override
    public int parallelism() {
        return Lanes.COUNT;
    }

    @Override
    public PrimeEngine primes() {
        return primes;
    }

    @Override
    public FactorEngine factors() {
        return factors;
    }

    @Override
    public VectorEngine vectors() {
        return vectors;
    }

    Programs programs() {
        return programs;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lanes.close();
            primes.leaves().close();
            factors.relations().close();
            vectors.close();
            programs.close();
            CL.clReleaseContext(context);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Closing an OpenCL device failed.", e);
        }
    }
}
