package dev.kernelbridge.opencl;

import dev.kernelbridge.Availability;
import dev.kernelbridge.spi.BackendProvider;
import java.util.ServiceLoader;

/** A program for child JVMs: asks twice whether OpenCL is there, and prints both answers. */
final class AskTwice {

    private AskTwice() {
    }

    public static void main(String[] args) {
        for (int i = 0; i < 2; i++) {
            for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
                if (provider instanceof OpenClBackend) {
                    Availability answer = provider.availability();
                    System.out.println(answer + " | devices " + provider.devices().size());
                }
            }
        }
    }
}
