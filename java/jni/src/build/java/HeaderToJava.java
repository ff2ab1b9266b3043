import java.io.File;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;
import org.bytedeco.javacpp.tools.Logger;
import org.bytedeco.javacpp.tools.Parser;

/**
 * The first step of the build: JavaCPP's Parser turns kernelbridge.h into the Java class KernelbridgeC. It needs no compiler, so
 * the Java side is always whole. Run as a source file: {@code java HeaderToJava.java <include folder> <generated sources>}.
 *
 * <p>Every function with pointers comes in three overloads, and a call says by its types what it pays: all arrays (short calls:
 * critical access, no copy), all raw addresses (long calls, memory outside the heap), addresses in and arrays out.
 */
@org.bytedeco.javacpp.annotation.Properties(value = @Platform(cinclude = "kernelbridge.h"),
        global = "dev.kernelbridge.jni.KernelbridgeC", helper = "dev.kernelbridge.jni.JavaCppBinding")
public class HeaderToJava implements InfoMapper {

    private static final String[][] ELEMENTS = {{"double", "double"}, {"float", "float"}, {"int64_t", "long"},
        {"uint64_t", "long"}, {"uint32_t", "int"}, {"int16_t", "short"}};

    /** For the Parser. */
    public HeaderToJava() {
    }

    @Override
    public void map(InfoMap types) {
        types.put(new Info("KB_API").cppTypes().annotations());
        types.put(new Info("const char").valueTypes("byte").pointerTypes("String"));
        for (String[] element : ELEMENTS) {
            String array = element[1] + "[]";
            types.put(new Info("const " + element[0]).valueTypes(element[1]).pointerTypes(array, "long", "long").cast());
            types.put(new Info(element[0]).valueTypes(element[1]).pointerTypes(array, "long", array).cast());
        }
        types.put(new Info("void").valueTypes("void").pointerTypes("long", "long", "long").cast()); // packed panels are never arrays
        // As an array only kb_is_prime's answer is short; the sieve's bytes always go by address.
        types.put(new Info("uint8_t").valueTypes("byte").pointerTypes("boolean[]", "long", "boolean[]").cast());
    }

    public static void main(String[] args) throws Exception {
        Properties properties = Loader.loadProperties();
        properties.setProperty("platform.includepath", args[0]);
        Logger warnings = new Logger() {
            @Override
            public void info(String progress) {
                // a build says what goes wrong
            }
        };
        new Parser(warnings, properties, "UTF-8", "\n").parse(new File(args[1]), new String[0], HeaderToJava.class);
    }
}
