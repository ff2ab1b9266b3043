package dev.kernelbridge.bind.c;

/** What of C is refused, each with the way round. Messages are made of it, and the guide's list. */
public enum Unsupported {
    BIT_FIELD("a bit-field", "where its bits are is each compiler's own affair: reach it through two small functions made with C.compile, "
            + "or declare the whole integer and shift"),
    LONG_DOUBLE("long double", "Java has no such number: use the function's double form, or a wrapper made with C.compile"),
    COMPLEX("_Complex", "declare struct { double re, im; } behind pointers, or make a wrapper with C.compile for values"),
    BODY("a function's body", "C.parse only declares: C.compile compiles bodies; else end the prototype with a semicolon"),
    INLINE("an inline function", "no library exports it: make a wrapper with C.compile"),
    STATIC("a static function", "no library exports it: take the word static away if one does, else make a wrapper with C.compile"),
    MACRO_WITH_ARGUMENTS("a macro with arguments", "make a function of it with C.compile, or write it in Java"),
    PACKED("a packed layout", "its members are not where the platform's rules put them: reach them through functions made with C.compile, "
            + "or copy them by offset from a MemorySegment"),
    ALIGNED("an alignment of its own", "the platform's rules are all that layouts follow here: add explicit padding members, "
            + "or reach it through functions made with C.compile"),
    EMPTY_PARAMETERS("a prototype with empty parentheses", "before C23 they leave the parameters open: write (void), or the parameters"),
    NAMES_FOR_PARAMETERS("a list of names for parameters, as before C89", "write each parameter's type"),
    VARIABLE_LENGTH("an array whose length is no constant", "write a pointer, or the length as a number"),
    INT128("a 128-bit integer", "declare struct { uint64_t low, high; } behind pointers, or make a wrapper with C.compile"),
    OTHER_FLOAT("a floating type other than float and double", "make a wrapper with C.compile"),
    BIT_INT("_BitInt", "use the integer type that holds it, through a wrapper made with C.compile"),
    VECTOR("a vector type", "pass pointers to its elements, or make a wrapper with C.compile"),
    VA_LIST("va_list", "declare the variadic function (with ...) instead, or make a wrapper with C.compile"),
    ATOMIC("_Atomic", "access it through functions made with C.compile, or declare the plain type and use a VarHandle"),
    TYPEOF("typeof", "write the type"),
    CALLING_CONVENTION("a calling convention of its own", "make a wrapper with C.compile"),
    ATTRIBUTE("this attribute", "nothing here knows that it leaves layout and calls alone: take it away if it does, "
            + "else make a wrapper with C.compile"),
    SYMBOL_LABEL("another symbol's name", "declare the function by the symbol's name"),
    VARIABLE("a global variable", "find its address with library.symbols().find(name), or make functions for it with C.compile"),
    THREAD_LOCAL("a thread-local variable", "make functions for it with C.compile"),
    DIRECTIVE("this directive", "C.parse is no preprocessor and takes only #define of constants: delete the line, "
            + "compile with C.compile, or let ./kernels bind read the header"),
    INCLUDE("#include", "the names of stdint.h, stddef.h and stdbool.h are known without it: delete the line; "
            + "other headers: C.compile, or ./kernels bind"),
    CPLUSPLUS("C++", "declare the functions that are extern \"C\", in C; classes: see the JavaCPP example");

    private final String what;
    private final String wayRound;

    Unsupported(String what, String wayRound) {
        this.what = what;
        this.wayRound = wayRound;
    }

    /** {@return what is refused} */
    public String what() {
        return what;
    }

    /** {@return what to do instead} */
    public String wayRound() {
        return wayRound;
    }

    /** {@return the sentence of messages} */
    public String message() {
        return what + " is not supported: " + wayRound;
    }

    Problem at(Token token) {
        return new Problem(token, message());
    }

    /** The same, where the message should show how the text wrote it. */
    Problem at(Token token, String written) {
        return new Problem(token, what + " (" + written + ") is not supported: " + wayRound);
    }
}
