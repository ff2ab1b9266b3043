package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.c.Prototype;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A C text that is both compiled and read by the parser: declarations, then definitions. Calls are the linker's own. */
record NativeText(Declarations declarations, NativeLibrary library) {

    static NativeText compile(Path folder, String name, String declarations, String definitions, String... flags) throws Exception {
        String headers = Stream.of("stddef", "stdint", "stdbool", "stdio", "string", "stdlib").map(h -> "#include <" + h + ".h>\n")
                .collect(Collectors.joining());
        Path library = Fixtures.compile(folder, name, headers + declarations + definitions, flags);
        return new NativeText(Parser.parse(declarations), NativeLibrary.openPath(library));
    }

    StructType struct(String tag) {
        return StructType.of(declarations.aggregates().get(tag));
    }

    /** One of the declared functions, as the linker calls it. */
    MethodHandle function(String name) {
        Prototype prototype = declarations.functions().get(name);
        return Linker.nativeLinker().downcallHandle(library.symbols().find(name).orElseThrow(), Layouts.of(prototype.type()));
    }
}
