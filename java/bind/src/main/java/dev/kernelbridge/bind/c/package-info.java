/**
 * C's declarations as data: types, prototypes, layouts, and the parser that makes them of text. Not exported: the faces are in
 * {@code dev.kernelbridge.bind}.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code CType}, {@code Prototype}, {@code Declarations}</td><td>what a text can say</td></tr>
 * <tr><td>{@code Layouts}</td><td>what this platform makes of it</td></tr>
 * </table>
 */
package dev.kernelbridge.bind.c;
