/**
 * C's declarations as data: types, prototypes, layouts, and the parser that makes them of text. Not exported: the faces are in
 * {@code dev.kernelbridge.bind}.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code CType}, {@code Prototype}, {@code Declarations}</td><td>what a text can say</td></tr>
 * <tr><td>{@code Layouts}</td><td>what this platform makes of it</td></tr>
 * <tr><td>{@code Parser}</td><td>the face: text, header, prototype or type to declarations; one declaration after the other</td></tr>
 * <tr><td>{@code Lexer}, {@code Token}, {@code Source}, {@code Macros}</td><td>tokens, comments, line markers; {@code #define}</td></tr>
 * <tr><td>{@code Specifiers}, {@code Declarators}, {@code Bodies}, {@code Enums},
 * {@code Attributes}</td><td>the grammar, with {@code Grammar} between them</td></tr>
 * <tr><td>{@code Expressions}, {@code Value}, {@code Literals}</td><td>constant expressions with C's types</td></tr>
 * <tr><td>{@code Scope}, {@code StandardTypes}, {@code Words}, {@code Nearest}</td><td>names</td></tr>
 * <tr><td>{@code Unsupported}, {@code Report}, {@code Problem}</td><td>what is refused, with the way round, and how</td></tr>
 * </table>
 */
package dev.kernelbridge.bind.c;
