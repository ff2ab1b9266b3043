/**
 * The one door through which native libraries come into the JVM, and what calls C once they are there.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@link dev.kernelbridge.bind.NativeLibrary}</td><td>the face: open for FFM, load for JNI, stage a file;
 * functions and interfaces by name</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.NativeFunction}</td><td>one C function: called as it is, or as a functional interface</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.C}, {@link dev.kernelbridge.bind.CText}</td><td>declarations in C, as text at run time</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.CCompiler}</td><td>C compiled at run time, once a text</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.CHeader}</td><td>Java source from a header</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.CLibrary}</td><td>a library with the C text that declares it</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.annotation annotations}</td><td>what an interface method says about its C function</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.StructType}, {@link dev.kernelbridge.bind.Struct}, {@link dev.kernelbridge.bind.StructField}</td>
 * <td>structs and unions: the type, a checked view of a value, one member found once</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.Callback}</td><td>a lambda as a function pointer that C may keep</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.Fortran}, {@link dev.kernelbridge.bind.FortranLibrary},
 * {@link dev.kernelbridge.bind.ColumnMajor}</td><td>Fortran by its declarations, its libraries and its matrices</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.ThirdPartyLoader}</td><td>JOCL's and JCuda's own libraries through the same door</td></tr>
 * <tr><td>{@link dev.kernelbridge.bind.Platform}</td><td>what this machine is called in a jar</td></tr>
 * <tr><td>{@code LibraryFinder}</td><td>where: the path property, else the resource beside a class</td></tr>
 * <tr><td>{@code SystemLibraries}</td><td>where the system has what a linker calls {@code -lz}</td></tr>
 * <tr><td>{@code LibraryCache}, {@code CacheFolder}</td><td>the verified copy on disk, and the folders that may hold it</td></tr>
 * <tr><td>{@code CompiledLibraries}</td><td>which text gave which library of the cache</td></tr>
 * <tr><td>{@code DynamicLoader}, {@code JniLoader}</td><td>the two ways in: {@code dlopen} and {@code System.load}</td></tr>
 * <tr><td>{@code LoadFailure}, {@code LibraryHeader}</td><td>what the loader's words mean on this machine</td></tr>
 * <tr><td>{@code ElfSymbols}</td><td>the names in a library, for "did you mean"</td></tr>
 * </table>
 *
 * <p>Properties: {@code kernelbridge.library.path} (folders or files that come before the jar), {@code
 * kernelbridge.cache.dir} (or the environment's {@code KERNELBRIDGE_CACHE}). Nothing here prints; the logger is {@code
 * dev.kernelbridge.bind}.
 */
package dev.kernelbridge.bind;
