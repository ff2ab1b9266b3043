package dev.kernelbridge.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.example.Stats.Bin;
import dev.kernelbridge.example.Stats.DoubleHistogram;
import dev.kernelbridge.example.Stats.LongHistogram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What C++ offers, feature by feature, as Java sees it. */
class HistogramTest {

    private static final double[] HEIGHTS = {150, 163.5, 171.5, 179.9, 199.9, 149.9, 200, Double.NaN};

    @BeforeEach
    void needsTheLibrary() {
        Library.assumeThere();
    }

    private static DoubleHistogram heights() {
        return new DoubleHistogram(150, 200, 5);
    }

    @Test
    void twoConstructorsAndAString() {
        try (DoubleHistogram made = heights()) {
            made.name("Größe 🙂");
            made.add(HEIGHTS);
            assertEquals("Größe 🙂;150;200;1 1 2 0 1", made.text());
            try (DoubleHistogram read = new DoubleHistogram(made.text())) {
                assertEquals("Größe 🙂", read.name());
                assertEquals(made.text(), read.text());
            }
        }
    }

    @Test
    void overloadsAndConstMethods() {
        try (DoubleHistogram heights = heights()) {
            heights.add(171.5);
            assertEquals(5, heights.add(HEIGHTS));
            assertEquals(6, heights.count());
            assertEquals(5, heights.bins());
            assertEquals(0, heights.add(new double[0]));
        }
    }

    @Test
    void memoryOutsideTheHeap() {
        try (DoubleHistogram heights = heights(); LongHistogram ages = new LongHistogram(0, 100, 10); Arena arena = Arena.ofConfined()) {
            assertEquals(5, heights.add(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, HEIGHTS)));
            assertEquals("150;200;1 1 2 0 1", heights.text().substring(1));
            assertEquals(2, ages.add(arena.allocateFrom(ValueLayout.JAVA_LONG, 0, 99, 100)));
        }
    }

    @Test
    void memoryThatCannotBeReadByAddressIsRefused() {
        try (DoubleHistogram heights = heights(); Arena open = Arena.ofConfined()) {
            MemorySegment closed;
            try (Arena arena = Arena.ofConfined()) {
                closed = arena.allocate(16, 8);
            }
            assertThrows(IllegalStateException.class, () -> heights.add(closed));
            assertThrows(IllegalArgumentException.class, () -> heights.add(MemorySegment.ofArray(HEIGHTS)));
            assertThrows(IllegalArgumentException.class, () -> heights.add(open.allocate(12, 8)));
            assertThrows(IllegalArgumentException.class, () -> heights.add(open.allocate(16, 8).asSlice(4, 8)));
            assertThrows(NullPointerException.class, () -> heights.add((double[]) null));
            assertEquals(0, heights.count());
        }
    }

    /** The generated C++ is the only witness: nothing else tells a copy from the original. */
    @Test
    void arraysAreNotCopied() throws Exception {
        Path generated = Path.of("target", "javacpp", "stats.cpp");
        List<String> functions = Pattern.compile("^JNIEXPORT \\w+ JNICALL .*?^}", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(generated)).results().map(match -> match.group())
                .filter(function -> function.lines().findFirst().orElse("").contains("Array arg0")).toList();
        assertEquals(2, functions.size());
        for (String function : functions) {
            assertTrue(function.contains("GetPrimitiveArrayCritical"), function);
            assertFalse(function.contains("catch"), function); // an exception would call Java while the array is pinned
        }
    }

    @Test
    void cppExceptionsAreJavaExceptions() {
        assertEquals("bins = 0: must be 1 to 1000000",
                assertThrows(IllegalArgumentException.class, () -> new DoubleHistogram(150, 200, 0)).getMessage());
        assertEquals("text = Größe: must be as name;low;high;count count ...",
                assertThrows(IllegalArgumentException.class, () -> new DoubleHistogram("Größe")).getMessage());
        for (String wrong : new String[] {"", ";;;", "a;0;1;", "a;1;0;1", "a;0;1;1 x", "a;0;1;-1", "a;0;1;1 99999999999999999999"}) {
            assertThrows(IllegalArgumentException.class, () -> new DoubleHistogram(wrong), wrong);
        }
        for (double[] wrong : new double[][] {{0, Double.POSITIVE_INFINITY}, {-1e308, 1e308}, {0, Double.MIN_VALUE}, {0, Double.NaN}}) {
            assertThrows(IllegalArgumentException.class, () -> new DoubleHistogram(wrong[0], wrong[1], 5));
        }
        try (DoubleHistogram heights = heights()) {
            assertEquals("value = 210: must be from 150 to less than 200",
                    assertThrows(IndexOutOfBoundsException.class, () -> heights.add(210)).getMessage());
            assertEquals("index = 5: must be 0 to 4",
                    assertThrows(IndexOutOfBoundsException.class, () -> heights.bin(5)).getMessage());
            assertThrows(IndexOutOfBoundsException.class, () -> heights.bin(-1));
            assertThrows(IllegalArgumentException.class, () -> heights.name("a;b"));
            assertThrows(NullPointerException.class, () -> heights.plus(null));
            assertEquals(0, heights.count());
        }
    }

    @Test
    void anOperatorReturnsAnObjectByValue() {
        try (DoubleHistogram some = heights(); DoubleHistogram more = heights()) {
            some.add(155);
            more.add(HEIGHTS);
            try (DoubleHistogram sum = some.plus(more)) {
                assertEquals(";150;200;2 1 2 0 1", sum.text());
                sum.add(199);
                assertEquals(1, some.count());
                assertEquals(2, sum.bin(4).count());
            }
            try (DoubleHistogram others = new DoubleHistogram(0, 1, 5)) {
                assertThrows(IllegalArgumentException.class, () -> some.plus(others));
            }
        }
    }

    @Test
    void aReferenceIsThePartItself() {
        try (DoubleHistogram heights = heights()) {
            Bin bin = heights.bin(2);
            assertEquals(170, bin.low());
            assertEquals(180, bin.high());
            bin.add(3);
            bin.note("médian");
            assertEquals(3, heights.count());
            assertEquals("médian", heights.bin(2).note());
            assertEquals("", heights.bin(1).note());
        }
    }

    @Test
    void aTemplateForTwoTypes() {
        try (LongHistogram ages = new LongHistogram(0, 100, 4)) {
            ages.add(25L);
            assertEquals(3, ages.add(new long[] {24, 25, 99, 100, Long.MIN_VALUE, Long.MAX_VALUE}));
            assertEquals(";0;100;1 2 0 1", ages.text());
            assertEquals("value = 9223372036854775807: must be from 0 to less than 100",
                    assertThrows(IndexOutOfBoundsException.class, () -> ages.add(Long.MAX_VALUE)).getMessage());
        }
    }

    @Test
    void cppCallsJavaBack() {
        try (DoubleHistogram heights = heights()) {
            heights.add(HEIGHTS);
            List<Long> counts = new ArrayList<>();
            assertTrue(heights.walk(bin -> counts.add(bin.count())));
            assertEquals(List.of(1L, 1L, 2L, 0L, 1L), counts);
            assertFalse(heights.walk(bin -> bin.count() > 0));
            assertTrue(heights.walk(bin -> {
                bin.note("seen");
                return true;
            }));
            assertEquals("seen", heights.bin(4).note());
        }
    }

    @Test
    void whatACallbackThrowsArrivesAsItIs() {
        try (DoubleHistogram heights = heights()) {
            Exception mine = new IllegalStateException("mine", new RuntimeException("cause"));
            List<Double> seen = new ArrayList<>();
            Throwable arrived = assertThrows(IllegalStateException.class, () -> heights.walk(bin -> {
                seen.add(bin.low());
                throw (IllegalStateException) mine;
            }));
            assertEquals(mine, arrived);
            assertEquals(List.of(150.0), seen); // C++ stopped there
            Error error = new AssertionError("error");
            assertEquals(error, assertThrows(AssertionError.class, () -> heights.walk(bin -> {
                throw error;
            })));
            assertTrue(heights.walk(bin -> true));
        }
    }
}
