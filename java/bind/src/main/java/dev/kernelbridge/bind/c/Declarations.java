package dev.kernelbridge.bind.c;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a text in C declares, in its order. The maps keep the order of the text and cannot be changed.
 *
 * @param functions prototypes by name
 * @param typedefs what the text's own typedefs stand for, by name
 * @param aggregates structs and unions with a tag, by tag
 * @param enums enums with a tag, by tag; the constants of all enums are in {@code constants}
 * @param constants constants of enums, of {@code #define}s and of {@code static const} by name: a Long (bits of an unsigned one, and of a
 *     pointer such as {@code ((void *)-1)}), a Double or a String
 * @param refused what was left out, and why; empty where the parser was told to throw instead
 * @param origins where each name was declared, and its comment: functions, typedefs and constants by their name, tags as
 *     {@code "struct point"}, members as {@code "struct point.x"}, or {@code "point.x"} where only a typedef names the struct
 */
public record Declarations(Map<String, Prototype> functions, Map<String, CType> typedefs, Map<String, CType.Aggregate> aggregates,
        Map<String, CType.Enumeration> enums, Map<String, Object> constants, List<Refusal> refused, Map<String, Origin> origins) {

    /**
     * A declaration that cannot be bound.
     *
     * @param name what it declares, as far as that was understood; may be empty
     * @param at where
     * @param reason why, with the way round
     */
    public record Refusal(String name, Place at, String reason) {
    }

    /** {@return why that declaration was left out, to stand behind a sentence; empty if it was not} */
    public String whyNot(String name) {
        return refused.stream().filter(r -> r.name().equals(name)).findFirst()
                .map(r -> "; its declaration was left out (" + r.at() + "): " + r.reason()).orElse("");
    }

    /**
     * A place in a text.
     *
     * @param file the file, as a preprocessor's line marker names it; empty for a text without one
     * @param line from 1
     * @param column from 1
     */
    public record Place(String file, int line, int column) {
        public Place {
            Objects.requireNonNull(file, "file");
        }

        @Override
        public String toString() {
            return (file.isEmpty() ? "" : file + ", ") + "line " + line + ", column " + column;
        }
    }

    /**
     * Where a name comes from.
     *
     * @param at the place of its declaration
     * @param comment the comment right before it, else the one behind it on its line or below it, without stars; empty if there is none
     */
    public record Origin(Place at, String comment) {
    }
}
