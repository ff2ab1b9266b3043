package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.CpuInfo;
import dev.kernelbridge.spi.Engine;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.function.Supplier;

/**
 * The C kernels, called through {@code java.lang.foreign}. One device: the processor, on the SIMD tier that was found or forced.
 */
public final class FfmBackend implements BackendProvider {
    private final Supplier<SymbolLookup> library;
    private final Supplier<String> forcedTier;
    private State state;

    private record State(Availability availability, Tier tier) {
    }

    /** For {@link java.util.ServiceLoader}. Loads nothing. */
    public FfmBackend() {
        this(Library::symbols, Tier::forced);
    }

    FfmBackend(Supplier<SymbolLookup> library, Supplier<String> forcedTier) {
        this.library = library;
        this.forcedTier = forcedTier;
    }

    @Override
    public Backend backend() {
        return Backend.FFM;
    }

    @Override
    public Availability availability() {
        return state().availability;
    }

    @Override
    public List<Device> devices() {
        Tier tier = state().tier;
        return tier == null ? List.of() : List.of(new Device(Backend.FFM, 0, CpuInfo.name(), Device.Kind.CPU, CpuInfo.memoryBytes(),
                CpuInfo.coresText() + ", " + tier.name()));
    }

    @Override
    public Engine open(Device device) {
        State now = state();
        if (now.tier == null) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST, now.availability.toString());
        }
        return new FfmEngine(device, now.tier);
    }

    private synchronized State state() {
        if (state == null) {
            state = examine();
        }
        return state;
    }

    private State examine() {
        try {
            SymbolLookup symbols = library.get();
            int abi = (int) Library.bind(symbols, "kb_abi", FunctionDescriptor.of(JAVA_INT)).invokeExact();
            if (abi != Library.ABI) {
                return missing("the C library that was found has ABI " + abi + ", but this version needs ABI " + Library.ABI,
                        "use the library and the jar of one build; -Dkernelbridge.library.path may point to an old one");
            }
            return new State(Availability.AVAILABLE, Tier.choose(symbols, forcedTier.get()));
        } catch (NativeLibraryException e) {
            return missing(e.reason(), e.fix());
        } catch (Tier.UnknownTierException e) {
            return missing(e.getMessage(), e.fix());
        } catch (IllegalCallerException e) {
            return missing("this JVM denies native access (" + e.getMessage() + ")", "start Java with --enable-native-access=ALL-UNNAMED, "
                    + "or --enable-native-access=dev.kernelbridge.ffm,dev.kernelbridge.bind on the module path");
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // asking must not throw, and what a foreign call may throw is declared as Throwable
            return missing("the C library could not be used: " + e, "");
        }
    }

    private static State missing(String reason, String fix) {
        return new State(Availability.missing(reason, fix), null);
    }
}
