package dev.kernelbridge.bind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The names of the functions that an ELF library offers, for "did you mean". Reads its section headers (gABI, chapter 4). */
final class ElfSymbols {

    private static final int SHT_DYNSYM = 11;
    private static final int STT_FUNC = 2;
    private static final int STT_GNU_IFUNC = 10;
    private static final int MOST_SECTIONS = 4096;
    private static final int SYMBOL = 24;
    private static final int LONGEST = 1 << 28;

    private ElfSymbols() {
    }

    /** {@return the names; empty if the file is none, is for another kind of machine, or has been stripped of its section headers} */
    static List<String> functions(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < 64 || channel.size() > LONGEST) {
                return List.of();
            }
            ByteBuffer all = channel.map(MapMode.READ_ONLY, 0, channel.size());
            if (all.getInt(0) != 0x7f454c46 || all.get(4) != 2) {
                return List.of();
            }
            return functions(all.order(all.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
        } catch (IOException | RuntimeException unreadableOrDamaged) {
            return List.of();
        }
    }

    private static List<String> functions(ByteBuffer all) {
        List<String> names = new ArrayList<>();
        int sections = Math.min(all.getShort(60) & 0xffff, MOST_SECTIONS);
        for (int i = 0; i < sections; i++) {
            int header = section(all, i);
            if (all.getInt(header + 4) == SHT_DYNSYM) {
                int start = Math.toIntExact(all.getLong(header + 24));
                int end = Math.addExact(start, Math.toIntExact(all.getLong(header + 32)));
                int strings = Math.toIntExact(all.getLong(section(all, all.getInt(header + 40)) + 24));
                for (int symbol = start; symbol + SYMBOL <= end; symbol += SYMBOL) {
                    int kind = all.get(symbol + 4) & 15;
                    boolean defined = all.getShort(symbol + 6) != 0;
                    if (defined && (kind == STT_FUNC || kind == STT_GNU_IFUNC)) {
                        names.add(text(all, strings + all.getInt(symbol)));
                    }
                }
            }
        }
        return names;
    }

    private static int section(ByteBuffer all, int index) {
        return Math.toIntExact(all.getLong(40)) + index * (all.getShort(58) & 0xffff);
    }

    private static String text(ByteBuffer all, int start) {
        int end = start;
        while (all.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        all.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
