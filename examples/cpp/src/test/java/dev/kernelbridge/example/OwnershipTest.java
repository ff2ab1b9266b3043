package dev.kernelbridge.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.example.Stats.Bin;
import dev.kernelbridge.example.Stats.DoubleHistogram;
import dev.kernelbridge.example.Stats.LongHistogram;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who deletes what, and that what was deleted is an exception and not a crash. C++ itself counts how many objects live. */
class OwnershipTest {

    @BeforeEach
    void needsTheLibrary() {
        Library.assumeThere();
    }

    @Test
    void closeDeletesNowAndOnce() {
        long before = LongHistogram.alive();
        LongHistogram ages = new LongHistogram(0, 100, 10);
        assertEquals(before + 1, LongHistogram.alive());
        ages.close();
        assertEquals(before, LongHistogram.alive());
        ages.close();
        assertEquals(before, LongHistogram.alive());
    }

    @Test
    void aConstructorThatThrowsLeavesNothing() {
        long before = LongHistogram.alive();
        assertThrows(IllegalArgumentException.class, () -> new LongHistogram(0, 100, 0));
        assertEquals(before, LongHistogram.alive());
    }

    @Test
    void everyCallAfterCloseIsAnException() {
        LongHistogram closed = new LongHistogram(0, 100, 10);
        closed.close();
        assertThrows(NullPointerException.class, () -> closed.add(1));
        assertThrows(NullPointerException.class, () -> closed.add(new long[] {1}));
        assertThrows(NullPointerException.class, closed::count);
        assertThrows(NullPointerException.class, closed::text);
        assertThrows(NullPointerException.class, () -> closed.name("a"));
        assertThrows(NullPointerException.class, () -> closed.bin(0));
        assertThrows(NullPointerException.class, closed::emptied);
        assertThrows(NullPointerException.class, () -> closed.walk(bin -> true));
        try (LongHistogram open = new LongHistogram(0, 100, 10)) {
            assertThrows(NullPointerException.class, () -> open.plus(closed));
            assertThrows(NullPointerException.class, () -> closed.plus(open));
        }
    }

    @Test
    void whatIsReturnedByValueOrUniquePtrIsJavas() {
        long before = LongHistogram.alive();
        LongHistogram one = new LongHistogram(0, 100, 10);
        LongHistogram sum = one.plus(one);
        LongHistogram emptied = one.emptied();
        assertEquals(before + 3, LongHistogram.alive());
        one.close();
        sum.bin(0).add(1);
        emptied.bin(9).add(2);
        assertEquals(1, sum.count());
        assertEquals(2, emptied.count());
        sum.close();
        emptied.close();
        assertEquals(before, LongHistogram.alive());
        assertThrows(NullPointerException.class, sum::count);
        assertThrows(NullPointerException.class, emptied::count);
    }

    @Test
    void aPartEndsWithItsOwner() {
        List<Bin> kept = new ArrayList<>();
        LongHistogram sum;
        try (LongHistogram ages = new LongHistogram(0, 100, 10)) {
            kept.add(ages.bin(0));
            ages.walk(kept::add);
            sum = ages.plus(ages); // an object that no Java constructor made
            kept.add(sum.bin(0));
        }
        Bin last = kept.removeLast();
        assertEquals(0, last.count());
        sum.close();
        kept.add(last);
        assertEquals(12, kept.size());
        for (Bin bin : kept) {
            assertThrows(NullPointerException.class, bin::count);
            assertThrows(NullPointerException.class, () -> bin.note("a"));
        }
    }

    @Test
    void closingAPartDeletesNothing() {
        try (LongHistogram ages = new LongHistogram(0, 100, 10)) {
            Bin bin = ages.bin(0);
            bin.add(1);
            bin.close();
            assertThrows(NullPointerException.class, bin::count);
            assertEquals(1, ages.bin(0).count());
        }
    }

    @Test
    void anOwnerIsNotClosedWhileItCallsBack() {
        try (LongHistogram ages = new LongHistogram(0, 100, 10)) {
            assertThrows(IllegalStateException.class, () -> ages.walk(bin -> {
                ages.close();
                return true;
            }));
            assertTrue(ages.walk(bin -> {
                bin.close();
                return true;
            }));
            assertEquals(10, ages.bins());
        }
    }

    @Test
    @Timeout(60)
    void whatIsForgottenIsDeletedAfterACollection() throws Exception {
        long before = DoubleHistogram.alive();
        for (int i = 0; i < 10; i++) {
            new DoubleHistogram(0, 1, 10).bin(0);
        }
        while (DoubleHistogram.alive() > before) {
            System.gc();
            Thread.sleep(10);
        }
    }

    @Test
    void aPartKeepsItsOwner() throws Exception {
        long before = DoubleHistogram.alive();
        Bin bin = new DoubleHistogram(0, 1, 10).bin(3);
        bin.add(7);
        for (int i = 0; i < 20; i++) { // a forgotten owner is gone after two or three
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(before + 1, DoubleHistogram.alive());
        assertEquals(7, bin.count());
    }

    @Test
    void aScopeOfJavaCppClosesToo() {
        long before = LongHistogram.alive();
        LongHistogram ages;
        Bin bin;
        try (PointerScope scope = new PointerScope()) {
            ages = new LongHistogram(0, 100, 10);
            bin = ages.bin(0);
        }
        assertEquals(before, LongHistogram.alive());
        assertThrows(NullPointerException.class, ages::count);
        assertThrows(NullPointerException.class, bin::count);
    }
}
