package dev.kernelbridge.bind;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a library's file says about itself. Exists because the system's loader says "invalid ELF header" or even "no such
 * file" where the truth is "for another processor", and because loading a file that was cut short can kill the JVM with
 * SIGBUS.
 *
 * @param format {@code ELF}, {@code Mach-O} or {@code PE}; empty if it is none of them
 * @param arches the processor architectures, named as in {@link Platform#arch()}
 * @param needs the libraries that it names as its dependencies (ELF only)
 * @param leastSize how long the file must be to be whole (ELF only, else 0)
 */
record LibraryHeader(String format, List<String> arches, List<String> needs, long leastSize) {

    private static final LibraryHeader UNKNOWN = new LibraryHeader("", List.of(), List.of(), 0);

    private static final String UNNAMED = "processor-";
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final int LONGEST_NAME = 4096;
    private static final int MOST_ENTRIES = 4096; // of any table; a real library has tens

    static LibraryHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = at(channel, 0, 64);
            if (start.remaining() < 20) {
                return UNKNOWN;
            }
            return switch (start.getInt(0)) { // big-endian, as the bytes stand in the file
                case 0x7f454c46 -> elf(channel, start);
                case 0xcffaedfe -> new LibraryHeader("Mach-O", List.of(machArch(little(start).getInt(4))), List.of(), 0);
                case 0xcafebabe -> fat(channel, start.getInt(4));
                default -> start.getShort(0) == 0x4d5a ? pe(channel, start) : UNKNOWN;
            };
        } catch (EOFException | IndexOutOfBoundsException damaged) {
            return UNKNOWN;
        }
    }

    /** Whether it is a library for this JVM's system and processor; one for a processor that we have no name for might be. */
    boolean isForThisJvm() {
        String wanted = switch (Platform.os()) {
            case "macos" -> "Mach-O";
            case "windows" -> "PE";
            default -> "ELF";
        };
        return format.equals(wanted)
                && arches.stream().anyMatch(arch -> arch.equals(Platform.arch()) || arch.startsWith(UNNAMED));
    }

    private static LibraryHeader elf(FileChannel channel, ByteBuffer header) throws IOException {
        boolean wide = header.get(4) == 2;
        header.order(header.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        List<String> arch = List.of(elfArch(header.getShort(18) & 0xffff, wide, header.order()));
        if (!wide) {
            return new LibraryHeader("ELF", arch, List.of(), 0); // no JVM of today loads a 32-bit library
        }
        if (header.remaining() < 64) {
            return new LibraryHeader("ELF", arch, List.of(), 64);
        }
        int entry = header.getShort(54) & 0xffff;
        int entries = Math.min(header.getShort(56) & 0xffff, MOST_ENTRIES);
        long tableEnd = header.getLong(32) + (long) entries * entry;
        if (tableEnd > channel.size()) {
            return new LibraryHeader("ELF", arch, List.of(), tableEnd);
        }
        ByteBuffer table = at(channel, header.getLong(32), entries * entry).order(header.order());
        long whole = tableEnd;
        for (int i = 0; i < entries; i++) {
            if (table.getInt(i * entry) == PT_LOAD) {
                whole = Math.max(whole, table.getLong(i * entry + 8) + table.getLong(i * entry + 32));
            }
        }
        return new LibraryHeader("ELF", arch, whole > channel.size() ? List.of() : needs(channel, table, entry, entries), whole);
    }

    private static List<String> needs(FileChannel channel, ByteBuffer table, int entry, int entries) throws IOException {
        List<Long> names = new ArrayList<>();
        long strings = -1;
        for (int i = 0; i < entries; i++) {
            if (table.getInt(i * entry) == PT_DYNAMIC) {
                int size = (int) Math.min(table.getLong(i * entry + 32), 16L * MOST_ENTRIES);
                ByteBuffer dynamic = at(channel, table.getLong(i * entry + 8), size).order(table.order());
                for (int at = 0; at + 16 <= dynamic.limit(); at += 16) {
                    if (dynamic.getLong(at) == DT_NEEDED) {
                        names.add(dynamic.getLong(at + 8));
                    } else if (dynamic.getLong(at) == DT_STRTAB) {
                        strings = fileOffset(table, entry, entries, dynamic.getLong(at + 8));
                    }
                }
            }
        }
        List<String> needs = new ArrayList<>();
        for (long name : names) {
            ByteBuffer text = at(channel, strings + name, LONGEST_NAME);
            int end = 0;
            while (end < text.limit() && text.get(end) != 0) {
                end++;
            }
            needs.add(new String(text.array(), 0, end, StandardCharsets.UTF_8));
        }
        return List.copyOf(needs);
    }

    /** Where in the file an address of the loaded library lies. */
    private static long fileOffset(ByteBuffer table, int entry, int entries, long address) throws EOFException {
        for (int i = 0; i < entries; i++) {
            long from = address - table.getLong(i * entry + 16);
            if (table.getInt(i * entry) == PT_LOAD && from >= 0 && from < table.getLong(i * entry + 32)) {
                return table.getLong(i * entry + 8) + from;
            }
        }
        throw new EOFException("no segment holds the string table");
    }

    private static LibraryHeader fat(FileChannel channel, int count) throws IOException {
        List<String> arches = new ArrayList<>();
        for (int i = 0; i < Math.clamp(count, 0, 16); i++) { // 0xcafebabe is also a class file, whose count would be its version
            arches.add(machArch(at(channel, 8 + 20L * i, 20).getInt(0)));
        }
        return new LibraryHeader("Mach-O", List.copyOf(arches), List.of(), 0);
    }

    private static LibraryHeader pe(FileChannel channel, ByteBuffer header) throws IOException {
        ByteBuffer signature = little(at(channel, little(header).getInt(60) & 0xffffffffL, 6));
        String arch = switch (signature.getShort(4) & 0xffff) {
            case 0x8664 -> "x86_64";
            case 0xaa64 -> "aarch64";
            case 0x014c -> "x86";
            default -> UNNAMED + (signature.getShort(4) & 0xffff);
        };
        return new LibraryHeader("PE", List.of(arch), List.of(), 0);
    }

    private static String elfArch(int machine, boolean wide, ByteOrder order) {
        return switch (machine) {
            case 3 -> "x86";
            case 40 -> "arm";
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 243 -> wide ? "riscv64" : "riscv32";
            case 21 -> order == ByteOrder.LITTLE_ENDIAN ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 258 -> "loongarch64";
            default -> UNNAMED + machine;
        };
    }

    private static String machArch(int cpu) {
        return switch (cpu) {
            case 0x01000007 -> "x86_64";
            case 0x0100000c -> "aarch64";
            default -> UNNAMED + cpu;
        };
    }

    private static ByteBuffer little(ByteBuffer buffer) {
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Up to {@code length} bytes from {@code offset}; fewer at the end of the file. */
    private static ByteBuffer at(FileChannel channel, long offset, int length) throws IOException {
        if (offset < 0 || offset > channel.size() || length < 0) {
            throw new EOFException(length + " bytes at " + offset + " are outside the file");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
            continue;
        }
        return buffer.flip();
    }
}
