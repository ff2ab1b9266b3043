package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers on their way to C, where printf says what arrived, and back. */
@EnabledOnOs(OS.LINUX)
class ScalarCallTest {

    private static final Map<String, String> C = Map.ofEntries(Map.entry("bool", "_Bool"), Map.entry("i8", "int8_t"), Map.entry("u8",
            "uint8_t"),
            Map.entry("char", "char"), Map.entry("i16", "int16_t"), Map.entry("u16", "uint16_t"), Map.entry("i32", "int32_t"),
            Map.entry("u32", "uint32_t"), Map.entry("i64", "int64_t"), Map.entry("u64", "uint64_t"), Map.entry("long", "long"),
            Map.entry("ulong", "unsigned long"), Map.entry("size", "size_t"), Map.entry("f32", "float"), Map.entry("f64", "double"));
    private static final Map<String, Class<?>> JAVA = Map.of("boolean", boolean.class, "byte", byte.class, "short", short.class, "char",
            char.class, "int", int.class, "long", long.class, "float", float.class, "double", double.class);

    private static CLibrary library;

    @BeforeAll
    static void build(@TempDir Path folder) throws Exception {
        library = CalledC.compile(folder);
    }

    /** Java's value = what C's printf makes of it, or ! where it has to be refused. */
    @ParameterizedTest
    @ValueSource(strings = {
        "bool boolean true=1 false=0",
        "i8 byte -128=-128 127=127", "u8 byte 127=127 -1=255", "char byte -1=-1 65=65",
        "i8 short -128=-128 127=127 128=! -129=!", "u8 short 255=255 256=! -1=!", "i8 int 127=127 128=! -129=!",
        "u8 int 255=255 -1=! 256=!",
        "u8 long 255=255 4294967296=! -1=!", "i8 long -128=-128 9223372036854775807=!",
        "i16 short -32768=-32768 32767=32767", "u16 short -1=65535", "u16 char 65535=65535 0=0", "i16 char 65535=-1",
        "u16 int 65535=65535 65536=! -1=!", "i16 int -32768=-32768 32768=!", "i16 byte -128=-128", "u16 byte 127=127 -1=!",
        "i32 int -2147483648=-2147483648 2147483647=2147483647", "u32 int -1=4294967295",
        "u32 long 4294967295=4294967295 4294967296=! -1=!", "i32 long 2147483647=2147483647 2147483648=! -2147483649=!",
        "i32 short -32768=-32768", "u32 short 32767=32767 -1=!",
        "i64 long -9223372036854775808=-9223372036854775808", "u64 long -1=18446744073709551615", "ulong long -1=18446744073709551615",
        "long long -5=-5", "i64 int -2147483648=-2147483648", "u64 int 2147483647=2147483647 -1=!", "size long -1=18446744073709551615",
        "size int 0=0 2147483647=2147483647 -1=! -2147483648=!", "i64 byte -128=-128", "size short -1=!",
        "f32 float 0.1=0.100000001 -0.0=-0", "f64 double 0.1=0.10000000000000001 1.7976931348623157E308=1.7976931348623157e+308"})
    void goThereAndBack(String row) throws Throwable {
        String[] words = row.split(" ");
        Class<?> java = JAVA.get(words[1]);
        MethodHandle say = CalledC.handle(library, "void say_" + words[0] + "(char *out, " + C.get(words[0]) + " x)", void.class,
                byte[].class, java);
        MethodHandle id = CalledC.handle(library, C.get(words[0]) + " id_" + words[0] + "(" + C.get(words[0]) + " x)", java, java);
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=");
            Object value = value(pair[0], java);
            if (pair[1].equals("!")) {
                Object before = library.function("ran").call();
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> say.invoke(new byte[40], value), row);
                assertTrue(e.getMessage().contains("argument 2 (x)") && e.getMessage().contains(pair[0]), e.getMessage());
                assertThrows(IllegalArgumentException.class, () -> id.invoke(value), row);
                assertEquals(before, library.function("ran").call(), "it ran");
            } else {
                byte[] out = new byte[40];
                say.invoke(out, value);
                assertEquals(pair[1], new String(out, StandardCharsets.US_ASCII).split("\0")[0], row);
                assertEquals(value, id.invoke(value), row);
            }
        }
    }

    /** From long through C to a type that may not hold it. */
    @ParameterizedTest
    @ValueSource(strings = {"i64 int 2147483647 2147483648 -2147483649", "u64 int 5 2147483648 -1", "size int 5 -1", "i64 byte -128 128",
        "u32 int 4294967295", "u32 short 32767 32768 4294967295", "i64 short 32767 -32769", "i64 long -1", "u8 long 255",
                "u32 long 4294967295"})
    void comeBackOrAreAnException(String row) throws Throwable {
        String[] words = row.split(" ");
        Class<?> java = JAVA.get(words[1]);
        MethodHandle id = CalledC.handle(library, C.get(words[0]) + " id_" + words[0] + "(" + C.get(words[0]) + " x)", java, long.class);
        for (int i = 2; i < words.length; i++) {
            long value = Long.parseLong(words[i]);
            boolean first = i == 2;
            if (first) {
                assertEquals(value & mask(java), ((Number) id.invoke(value)).longValue() & mask(java));
            } else {
                ArithmeticException e = assertThrows(ArithmeticException.class, () -> id.invoke(value), words[i]);
                assertTrue(e.getMessage().contains("the result of id_" + words[0]), e.getMessage());
            }
        }
    }

    @Test
    void aPlainCallTakesWhatItsArgumentsAre() {
        NativeLibrary m = NativeLibrary.open("m");
        assertEquals(3.0, (double) m.function("double cbrt(double)").call(27), 1e-15);
        assertEquals(8.0, m.function("double pow(double, double)").call((short) 2, 3f));
        assertEquals(2.0f, m.function("float sqrtf(float)").call((byte) 4));
        assertEquals(4294967295L, library.function("all_bits").call());
        assertEquals(-1L, library.function("most").call());
        assertEquals("zero", library.function("name_of").call(0));
        assertEquals(null, library.function("name_of").call(7));
        assertEquals(5L, library.function("length").call("zeros"));
        BindingException e = assertThrows(BindingException.class, () -> library.function("length").call("a", "b"));
        assertTrue(e.getMessage().contains("has 2 parameters for C, and the prototype has 1"), e.getMessage());
        assertTrue(assertThrows(BindingException.class, () -> library.function("length").call(5)).getMessage().contains("or String"));
        assertThrows(BindingException.class, () -> library.function("length").call((Object) null));
        assertThrows(BindingException.class, () -> m.function("double cbrt(double)").call(27L));
    }

    private static long mask(Class<?> java) {
        return java == byte.class ? 0xff : java == short.class ? 0xffff : java == int.class ? 0xffffffffL : -1;
    }

    private static Object value(String text, Class<?> java) {
        return switch (java.getName()) {
            case "boolean" -> Boolean.valueOf(text);
            case "byte" -> Byte.valueOf(text);
            case "short" -> Short.valueOf(text);
            case "char" -> (char) Integer.parseInt(text);
            case "int" -> Integer.valueOf(text);
            case "long" -> Long.valueOf(text);
            case "float" -> Float.valueOf(text);
            default -> Double.valueOf(text);
        };
    }
}
