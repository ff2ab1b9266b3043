import java.io.File;
import java.util.Locale;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;
import org.bytedeco.javacpp.tools.Logger;
import org.bytedeco.javacpp.tools.Parser;

/**
 * The first step of the build, and the place to say how C++ is to look in Java: JavaCPP's Parser turns histogram.h into the Java
 * class Stats, with the C++ classes inside. It needs no compiler. Run as a source file:
 * {@code java HeaderToJava.java <folder of the header> <generated sources>}.
 */
@org.bytedeco.javacpp.annotation.Properties(value = @Platform(cinclude = "histogram.h"),
        global = "dev.kernelbridge.example.Stats", helper = "dev.kernelbridge.example.StatsLibrary")
public class HeaderToJava implements InfoMapper {

    /** For the Parser. */
    public HeaderToJava() {
    }

    @Override
    public void map(InfoMap types) {
        types.put(new Info("std::string").annotations("@StdString").valueTypes("String").pointerTypes("String"));
        types.put(new Info("stats::Bin").base("CppObject").purify()); // purify: Java gets bins, it does not make them
        types.put(new Info("stats::Visitor").base("CppObject").virtualize());
        types.put(new Info("stats::Visitor::Visitor").annotations("@Allocator")); // with any annotation: no arrays of it
        // A pair like note() and note(text) would be read as a variable; this says that they are functions.
        types.put(new Info("stats::Bin::note").annotations("@Function"));
        histogram(types, "double", "double", "DoubleHistogram");
        histogram(types, "int64_t", "long", "LongHistogram");
    }

    /** A template is a Java class for each type that it is wanted for. */
    private static void histogram(InfoMap types, String element, String javaElement, String javaName) {
        String cppName = "stats::Histogram<" + element + ">";
        types.put(new Info(cppName).pointerTypes(javaName).base("CppObject").define());
        types.put(new Info(cppName + "::operator +").javaNames("plus"));
        types.put(new Info(cppName + "::name").annotations("@Function"));
        // A reference to a part: Java ties the part to its owner.
        types.put(new Info(cppName + "::bin").javaText("""
                public Bin bin(int index) { return lend(_bin(index)); }
                private native @Name("bin") @ByRef Bin _bin(int index);
                """));
        // Pointer and length: Java passes the length. An array is pinned and not copied (CriticalRegion), so such a call must be
        // short and throw nothing.
        types.put(new Info(cppName + "::add(const " + element + "*, size_t)").javaText("""
                public long add(T[] values) { return _add(values, values.length); }
                @CriticalRegion @NoException private native @Name("add") @Cast("size_t") long _add(@Cast("const C*") T[] values,
                        @Cast("size_t") long count);

                /** The same with memory outside the heap. */
                public long add(java.lang.foreign.MemorySegment values) {
                    long count = elements(values, java.lang.foreign.ValueLayout.JAVA_TYPE);
                    try { return _add(values.address(), count); } finally { java.lang.ref.Reference.reachabilityFence(values); }
                }
                @NoException private native @Name("add") @Cast("size_t") long _add(@Cast("const C*") long values,
                        @Cast("size_t") long count);
                """.replace("T[]", javaElement + "[]").replace("C*", element + "*")
                .replace("JAVA_TYPE", "JAVA_" + javaElement.toUpperCase(Locale.ROOT))));
        // A callback: a Java function in front of the class to override.
        types.put(new Info(cppName + "::walk").javaText("""
                public boolean walk(java.util.function.Predicate<Bin> visitor) { return Walk.over(this, visitor, this::walk); }
                private native @Cast("bool") boolean walk(@ByRef Visitor visitor);
                """));
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
