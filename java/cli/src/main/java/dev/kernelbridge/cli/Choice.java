package dev.kernelbridge.cli;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who is to compute: the options of every command that asks one backend. */
final class Choice {
    @Option(names = "--on", paramLabel = "BACKEND", converter = Name.class,
            description = "cuda, opencl, ffm, jni or java; without it, the fastest that works here")
    private Backend on;

    @Option(names = "--require", description = "fail rather than let another backend answer")
    private boolean require;

    @Option(names = "--device", paramLabel = "I", description = "the backend's device of that number; kernels doctor lists them")
    private Integer device;

    @Mixin
    private Limits limits;

    private Path checkpoint;
    private boolean sieve;

    /** The kernels that the options ask for. */
    Kernels open(ProgressListener listener) {
        if (require && on == null) {
            throw new IllegalArgumentException("--require: of which backend? add --on");
        }
        if (device != null && on == null) {
            throw new IllegalArgumentException("--device: " + device + ": of which backend? add --on");
        }
        Kernels.Builder builder = limits.builder().required(require).progress(listener).sieve(sieve);
        if (on != null) {
            builder.backend(on);
        }
        if (device != null) {
            builder.device(device);
        }
        if (checkpoint != null) {
            builder.checkpoint(checkpoint);
        }
        return builder.build();
    }

    /** Answers with a file for the state of a long call, and tells if it went on from there; an option of some commands only. */
    int answerResumable(Console console, Question question, List<String> numbers, Path file) {
        boolean resumed = Files.exists(file);
        checkpoint = file;
        int exit = Answering.answer(console, this, question, numbers);
        if (resumed && exit == ExitCode.DONE && !Files.exists(file)) {
            console.say("resumed from " + file + ", which is deleted now");
        }
        return exit;
    }

    /** Sets whether primes are counted by sieving only; an option of one command only. */
    void sieve(boolean only) {
        sieve = only;
    }

    boolean json() {
        return limits.json();
    }

    /** A backend's name in any case; the message lists the known ones. */
    static final class Name implements ITypeConverter<Backend> {
        @Override
        public Backend convert(String name) {
            try {
                return Backend.of(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage()); // picocli quotes the message of no other exception alone
            }
        }
    }
}
