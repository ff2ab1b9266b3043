package dev.kernelbridge.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reads and writes the two files of a run; whatever is wrong with one is said in a sentence that names it. */
public final class ResultsFiles {
    /** The rows. */
    public static final String RESULTS = "results.json";
    /** What they were measured on. */
    public static final String MACHINE = "machine.json";

    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ResultsFiles() {
    }

    /** The results at that path: the file, or the folder that holds it. */
    public static Results results(Path path) throws IOException {
        return read(Files.isDirectory(path) ? path.resolve(RESULTS) : path, Results.class);
    }

    /** The machine beside those results. */
    public static Machine machine(Path path) throws IOException {
        return read(Files.isDirectory(path) ? path.resolve(MACHINE) : path.resolveSibling(MACHINE), Machine.class);
    }

    /** Writes a file of the run whole or not at all: a run that is killed while it writes loses nothing. */
    public static void write(Path file, Object content) throws IOException {
        write(file, JSON.writeValueAsString(content) + System.lineSeparator());
    }

    /** The same of a text; an error names the file. */
    public static void write(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(half, text);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            half.toFile().delete(); // a disk that is full needs it
            throw new IOException(file + ": cannot be written: " + reason(e), e);
        }
    }

    /** What Java leaves to the exception's name, in words: its message is often the file and no more. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException a -> "access to " + a.getFile() + " is denied";
            case NoSuchFileException n -> n.getFile() + " is not there";
            case FileAlreadyExistsException f -> f.getFile() + " is there and is no folder";
            case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            T read = JSON.readValue(Files.readString(file), type);
            if (read == null) {
                throw new IOException(file + ": holds nothing but null");
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (ValueInstantiationException e) {
            throw new IOException(file + ": " + (e.getCause() == null ? e.getOriginalMessage()
                    : e.getCause() instanceof NullPointerException ? "a value is null that must not be" : e.getCause().getMessage()), e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": it is not text in UTF-8", e);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new IOException(file + ": not a results file" + where + ": " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + (e.getMessage() == null || e.getMessage().equals(file.toString())
                    ? e.getClass().getSimpleName() : e.getMessage()), e);
        }
    }
}
