/**
 * From a C header to Java source: what {@code ./kernels bind} and {@link dev.kernelbridge.bind.CHeader} write. Not exported.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code HeaderText}</td><td>the header as the system's preprocessor leaves it</td></tr>
 * <tr><td>{@code Generator}</td><td>declarations in, a source file out; needs no compiler</td></tr>
 * <tr><td>{@code Chosen}</td><td>what of the header is bound, and why the rest is not</td></tr>
 * <tr><td>{@code JavaTypes}</td><td>the table of C types and Java types</td></tr>
 * <tr><td>{@code Portable}</td><td>types as prototypes on every platform can say them</td></tr>
 * <tr><td>{@code Functions}, {@code Callables}, {@code Structs}, {@code EnumTypes}, {@code Constants}</td><td>one kind of member each</td></tr>
 * <tr><td>{@code JavaNames}, {@code Javadoc}, {@code Page}</td><td>names, comments, lines</td></tr>
 * </table>
 */
package dev.kernelbridge.bind.header;
