package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The face of C text. */
class CTextTest {

    private static final CText TEXT = C.parse("""
            #define Z_OK 0
            #define ZLIB_VERSION "1.3"
            #define HALF 0.5
            typedef struct z_stream_s { int avail_in; } z_stream;
            typedef union { int i; float f; } either;
            int deflate(z_stream *strm, int flush);
            const char *zlibVersion(void);
            """);

    @Test
    void givesConstants() {
        assertEquals(0L, TEXT.constant("Z_OK"));
        assertEquals("1.3", TEXT.constant("ZLIB_VERSION"));
        assertEquals(Map.of("Z_OK", 0L, "ZLIB_VERSION", "1.3", "HALF", 0.5), TEXT.constants());
        assertThrows(UnsupportedOperationException.class, () -> TEXT.constants().put("X", 1L));
    }

    @Test
    void givesPrototypes() {
        assertEquals(List.of("deflate", "zlibVersion"), List.copyOf(TEXT.functions().keySet()));
        assertEquals("int deflate(z_stream *strm, int flush)", TEXT.functions().get("deflate"));
        assertEquals("const char *zlibVersion(void)", TEXT.functions().get("zlibVersion"));
    }

    @Test
    void findsStructsByTagAndByTypedef() {
        assertSame(TEXT.aggregate(false, "z_stream_s"), TEXT.aggregate(false, "z_stream"));
        assertTrue(TEXT.aggregate(true, "either").union());
    }

    @Test
    void namesTheNearestOfWhatIsMissing() {
        assertMissing("the text has no constant 'Z_OKAY'", () -> TEXT.constant("Z_OKAY"), "'Z_OK'");
        assertMissing("the text has no struct 'zstream'", () -> TEXT.aggregate(false, "zstream"), "'z_stream'");
        assertMissing("the text has no struct 'either'", () -> TEXT.aggregate(false, "either"), "");
    }

    private static void assertMissing(String message, org.junit.jupiter.api.function.Executable asking, String near) {
        String said = assertThrows(IllegalArgumentException.class, asking).getMessage();
        assertTrue(said.startsWith(message) && said.contains(near), said);
    }

    @Test
    void refusesNull() {
        assertThrows(NullPointerException.class, () -> C.parse(null));
    }
}
