/**
 * C's values in memory as Java's values: numbers, texts, arrays, enums, structs as records. Each pair of a C type and a Java type is
 * compared once and becomes a pair of method handles. Not exported: the faces are {@code StructType}, {@code Struct} and {@code
 * StructField}.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code Codec}</td><td>a C type and a Java type: how to read and write; asks the others</td></tr>
 * <tr><td>{@code Numbers}, {@code Enums}, {@code Pointers}, {@code Sequences}, {@code Records}</td><td>one kind of type each</td></tr>
 * <tr><td>{@code Shape}, {@code Path}</td><td>where members are, and what {@code a.b[2].c} leads to</td></tr>
 * <tr><td>{@code Show}</td><td>values as C writes them</td></tr>
 * <tr><td>{@code Site}</td><td>what a place is called in a message, and with whose rights classes are looked into</td></tr>
 * </table>
 */
package dev.kernelbridge.bind.data;
