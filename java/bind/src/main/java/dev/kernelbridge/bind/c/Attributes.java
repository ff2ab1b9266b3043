package dev.kernelbridge.bind.c;

import java.util.Set;

/**
 * {@code __attribute__((…))}, {@code __declspec(…)}, {@code [[…]]} and words for calling conventions. What changes neither layout nor
 * calls is skipped; what does is refused; what is not known is refused in the user's own text and skipped in a header, where vendors
 * put advice for their own compilers.
 */
final class Attributes {

    private static final Set<String> HARMLESS = Set.of("nothrow", "pure", "const", "leaf", "nonnull", "returns_nonnull", "format",
            "format_arg", "malloc", "warn_unused_result", "nodiscard", "deprecated", "unavailable", "alloc_size", "alloc_align",
            "assume_aligned", "visibility", "always_inline", "gnu_inline", "noinline", "cold", "hot", "noreturn", "sentinel", "unused",
            "maybe_unused", "used", "access", "artificial", "returns_twice", "may_alias", "designated_init", "nonstring",
            "null_terminated_string_arg", "weak", "warning", "error", "dllimport", "dllexport", "availability", "enum_extensibility",
            "flag_enum", "externally_visible", "noalias", "restrict", "cdecl", "fd_arg", "fd_arg_read", "fd_arg_write", "tainted_args",
            "counted_by", "swift_name", "unsequenced", "reproducible", "noipa", "noclone", "no_instrument_function", "nodebug",
            "allocator", "gnu", "clang");
    private static final Set<String> LAYOUT = Set.of("packed", "ms_struct", "gcc_struct", "scalar_storage_order");
    private static final Set<String> CALLS = Set.of("ms_abi", "sysv_abi", "regparm", "sseregparm", "stdcall", "fastcall", "thiscall",
            "vectorcall", "transparent_union", "pcs", "aarch64_vector_pcs", "preserve_most", "preserve_all", "preserve_none", "regcall",
            "overloadable", "interrupt", "signal", "pass_object_size", "pass_dynamic_object_size", "alias", "ifunc", "swiftcall",
            "swiftasynccall");
    private static final Set<String> CONVENTION = Set.of("__cdecl", "__stdcall", "__fastcall", "_cdecl", "_stdcall", "__pascal");

    private final Grammar grammar;

    Attributes(Grammar grammar) {
        this.grammar = grammar;
    }

    boolean here() {
        Token token = grammar.cursor.peek();
        return begins(token) || token.is("[") && grammar.cursor.peek(1).is("[");
    }

    /** {@return whether that word begins one} */
    boolean begins(Token token) {
        return token.word() && (Words.ATTRIBUTE.contains(token.text()) || token.text().equals("__declspec")
                || CONVENTION.contains(token.text()) || token.text().equals("__vectorcall"));
    }

    /** Skips all that are here, and refuses the first that cannot be ignored. */
    void require() {
        Problem trouble = read();
        if (trouble != null) {
            throw trouble;
        }
    }

    /** Skips all that are here; returns why the first that cannot be ignored cannot, or null. */
    Problem read() {
        Cursor cursor = grammar.cursor;
        Problem trouble = null;
        while (here()) {
            Token word = cursor.next();
            Problem one = null;
            if (CONVENTION.contains(word.text())) {
                continue; // on every 64-bit platform the same as without
            } else if (word.text().equals("__vectorcall")) {
                one = Unsupported.CALLING_CONVENTION.at(word, word.text());
            } else if (word.is("[")) {
                cursor.next();
                one = list("]");
                cursor.expect("]", "to close the attributes");
                cursor.expect("]", "to close the attributes");
            } else {
                boolean doubled = Words.ATTRIBUTE.contains(word.text());
                cursor.expect("(", "after " + word.text());
                if (doubled) {
                    cursor.expect("(", "after " + word.text() + "(");
                }
                one = list(")");
                cursor.expect(")", "to close the attributes");
                if (doubled) {
                    cursor.expect(")", "to close the attributes");
                }
            }
            trouble = trouble == null ? one : trouble;
        }
        return trouble;
    }

    private Problem list(String close) {
        Cursor cursor = grammar.cursor;
        Problem trouble = null;
        while (!cursor.at(close)) {
            if (cursor.accept(",") || cursor.accept("::")) {
                continue;
            }
            Token name = cursor.peek();
            if (!name.word()) {
                throw cursor.expected("an attribute");
            }
            cursor.next();
            if (cursor.at("(")) {
                skip();
            }
            Problem one = judge(name);
            trouble = trouble == null ? one : trouble;
        }
        return trouble;
    }

    private void skip() {
        Cursor cursor = grammar.cursor;
        int open = 0;
        do {
            if (cursor.end() || cursor.at(";") || cursor.at("{") || cursor.at("}") || cursor.peek().kind() == Token.Kind.BAD) {
                throw cursor.expected("')'");
            }
            open += cursor.at("(") ? 1 : cursor.at(")") ? -1 : 0;
            cursor.next();
        } while (open > 0);
    }

    private Problem judge(Token token) {
        String name = token.text();
        if (name.length() > 4 && name.startsWith("__") && name.endsWith("__")) {
            name = name.substring(2, name.length() - 2);
        }
        Unsupported why = LAYOUT.contains(name) ? Unsupported.PACKED
                : name.equals("aligned") || name.equals("align") || name.equals("warn_if_not_aligned") ? Unsupported.ALIGNED
                : CALLS.contains(name) ? Unsupported.CALLING_CONVENTION
                : name.equals("vector_size") || name.equals("ext_vector_type") || name.startsWith("neon_") ? Unsupported.VECTOR
                : name.equals("mode") || name.equals("bitwidth") || name.equals("address_space")
                        || !grammar.report.lenient() && !HARMLESS.contains(name) ? Unsupported.ATTRIBUTE : null;
        return why == null ? null : why.at(token, token.text());
    }
}
