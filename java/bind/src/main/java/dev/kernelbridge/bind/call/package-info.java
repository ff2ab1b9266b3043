/**
 * From a C prototype and a Java signature to a method handle.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code Signature}</td><td>the Java side: types and annotations, of a method or of plain classes</td></tr>
 * <tr><td>{@code Plan}</td><td>holds the two sides against each other: every argument's way, every problem</td></tr>
 * <tr><td>{@code Argument}, {@code Result}</td><td>the ways that a value can go</td></tr>
 * <tr><td>{@code CallWriter}</td><td>the bytecode of one call, written when it is called first</td></tr>
 * <tr><td>{@code Lower}, {@code Frame}</td><td>what that bytecode calls; the memory that lives as long as a call</td></tr>
 * <tr><td>{@code InterfaceWriter}</td><td>the hidden class behind a bound interface</td></tr>
 * <tr><td>{@code Callbacks}, {@code CallbackTypes}, {@code SizedPointers}</td><td>the other way: a lambda as a function pointer</td></tr>
 * <tr><td>{@code Trap}</td><td>where an exception of a callback waits for the call's return</td></tr>
 * </table>
 */
package dev.kernelbridge.bind.call;
