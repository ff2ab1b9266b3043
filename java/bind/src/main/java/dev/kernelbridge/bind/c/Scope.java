package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that a text has declared so far. */
final class Scope {

    private static final int QUESTIONS = 20; // near names are looked for that often: a header with thousands of unknown ones needs none

    final Map<String, Prototype> functions = new LinkedHashMap<>();
    final Map<String, CType> typedefs = new LinkedHashMap<>();
    final Map<String, CType.Aggregate> aggregates = new LinkedHashMap<>();
    final Map<String, CType.Enumeration> enums = new LinkedHashMap<>();
    final Map<String, Declarations.Origin> origins = new LinkedHashMap<>();

    /** Typedefs that stand for a const type: a pointer to one is a pointer to const. */
    final Set<String> constant = new HashSet<>();

    /** Why a name that was declared is not there, or a struct has no members. */
    final Map<String, String> refusedNames = new HashMap<>();
    final Map<CType.Aggregate, String> refusedBodies = new IdentityHashMap<>();

    /** How deep structs and typedefs nest by now: everything that walks types later recurses that deep. */
    final Map<Object, Integer> depths = new IdentityHashMap<>();

    /** A function whose values must have complete types when the text ends. */
    final Map<String, Token> calls = new LinkedHashMap<>();

    private final Map<String, CType> names = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private int questions;

    /** A constant with the place that orders it among the others. */
    record Constant(int start, String name, Object value) {
    }

    /** Starts with what another text has declared. */
    void know(Declarations known) {
        functions.putAll(known.functions());
        typedefs.putAll(known.typedefs());
        aggregates.putAll(known.aggregates());
        enums.putAll(known.enums());
        origins.putAll(known.origins());
        known.constants().forEach((name, value) -> {
            constants.add(new Constant(-1, name, value));
            if (value instanceof Long bits) {
                values.put(name, Value.fitting(bits));
            } else if (value instanceof Double real) {
                values.put(name, Value.of(CType.Scalar.DOUBLE, real));
            }
        });
    }

    /** The type that a typedef of the text names. */
    CType named(String name) {
        return names.computeIfAbsent(name, n -> new CType.Named(n, typedefs.get(n)));
    }

    CType type(String name) {
        CType own = typedefs.get(name);
        return own == null ? StandardTypes.all().get(name) : own;
    }

    Value value(String name) {
        return values.get(name);
    }

    /** Gives a constant's value another type. */
    void value(String name, Value value) {
        values.put(name, value);
    }

    void constant(Token at, String name, Value value) {
        values.put(name, value);
        constants.add(new Constant(at.start(), name, value.boxed()));
    }

    void constant(Token at, String name, String value) {
        constants.add(new Constant(at.start(), name, value));
    }

    /** {@return all constants in the order of the text} */
    Map<String, Object> constants() {
        Map<String, Object> all = new LinkedHashMap<>();
        constants.sort((a, b) -> Integer.compare(a.start(), b.start()));
        constants.forEach(c -> all.put(c.name(), c.value()));
        return all;
    }

    void origin(String name, Source source, Token first, Token last, Token at) {
        origins.putIfAbsent(name, new Declarations.Origin(source.place(at), source.comment(first, last)));
    }

    /** Why a word is no type here, with the names it may have meant. */
    Problem unknownType(Token word) {
        String name = word.text();
        Unsupported known = StandardTypes.refused(name);
        if (known != null) {
            return known.at(word, name);
        }
        if (refusedNames.containsKey(name)) {
            return new Problem(word, "the type '" + name + "' was refused: " + refusedNames.get(name), refusedNames.get(name));
        }
        for (String tag : List.of("struct ", "union ", "enum ")) {
            if (tag.equals("enum ") ? enums.containsKey(name) : aggregates.containsKey(name)
                    && aggregates.get(name).union() == tag.equals("union ")) {
                return new Problem(word, "there is no type '" + name + "', but '" + tag + name + "'");
            }
        }
        String near = question(name);
        return new Problem(word, "unknown type '" + name + "'" + (near.isEmpty() ? ": declare" : near + " Else declare")
                + " it before, with typedef or as struct " + name + ";");
    }

    private String question(String name) {
        if (++questions > QUESTIONS) {
            return "";
        }
        List<String> all = new ArrayList<>(typedefs.keySet());
        all.addAll(StandardTypes.all().keySet());
        all.addAll(Words.TYPE_WORDS);
        return Nearest.question(name, all);
    }

    Problem unknownConstant(Token word) {
        String name = word.text();
        String why = refusedNames.containsKey(name) ? "; it was refused: " + refusedNames.get(name)
                : ++questions > QUESTIONS ? "" : Nearest.question(name, values.keySet());
        String reason = "'" + name + "' is no constant that is known here" + why;
        return new Problem(word, reason, refusedNames.getOrDefault(name, reason));
    }
}
