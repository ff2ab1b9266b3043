package dev.kernelbridge.bind.fortran;

import dev.kernelbridge.bind.fortran.Routine.Argument;
import dev.kernelbridge.bind.fortran.Routine.Intent;
import dev.kernelbridge.bind.fortran.Routine.Kind;
import dev.kernelbridge.bind.fortran.Routine.Type;
import dev.kernelbridge.bind.fortran.Statements.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subroutines and functions that a Fortran text holds, from their declarations alone: bodies are passed over. Refuses, by name and
 * line, what has no fixed form in memory: assumed-shape, allocatable and pointer arrays, derived types, procedures as arguments.
 */
public final class RoutineParser {

    private static final String PREFIXES = "(?:(?:pure|elemental|recursive|impure|module) )*";
    private static final String TYPE = "(integer|real|double ?precision|logical|double ?complex|complex|character)(\\*\\d+|\\*?\\([^)]*\\))?";
    private static final Pattern ROUTINE = Pattern.compile("^" + PREFIXES + "(?:" + TYPE + " ?)?" + PREFIXES
            + "(subroutine|function) ?([a-z]\\w*)(?:\\((.*?)\\))?(.*)$");
    private static final Pattern MODULE = Pattern.compile("^module ([a-z]\\w*)$");
    private static final Pattern END = Pattern.compile("^end( ?(subroutine|function|module|program)( [a-z]\\w*)?)?$");
    private static final Pattern DECLARATION = Pattern.compile("^" + TYPE + "((?:,[^:]*(?:\\([^)]*\\)[^:]*)*)?::| |(?<=\\)))(.+)$");
    private static final Pattern BIND = Pattern.compile("bind\\(c(?:,name=[\"']([^\"']*)[\"'])?\\)");
    private static final Pattern RESULT = Pattern.compile("result\\(([a-z]\\w*)\\)");
    private static final Pattern NAME = Pattern.compile("^([a-z]\\w*)(?:\\((.*)\\))?(\\*\\d+|\\*\\(.*\\))?(?:=.*)?$");
    private static final Map<String, Integer> KINDS = Map.ofEntries(Map.entry("c_int", 4), Map.entry("c_long", 8),
            Map.entry("c_long_long", 8), Map.entry("c_size_t", 8), Map.entry("c_short", 2), Map.entry("c_signed_char", 1),
            Map.entry("c_int8_t", 1), Map.entry("c_int16_t", 2), Map.entry("c_int32_t", 4), Map.entry("c_int64_t", 8),
            Map.entry("c_float", 4), Map.entry("c_double", 8), Map.entry("c_bool", 1), Map.entry("c_char", 1), Map.entry("int8", 1),
            Map.entry("int16", 2), Map.entry("int32", 4), Map.entry("int64", 8), Map.entry("real32", 4), Map.entry("real64", 8),
            Map.entry("c_float_complex", 4), Map.entry("c_double_complex", 8), Map.entry("kind(1.0d0)", 8), Map.entry("kind(1d0)", 8),
            Map.entry("kind(0.d0)", 8), Map.entry("kind(0d0)", 8), Map.entry("kind(0.0d0)", 8), Map.entry("kind(1.0)", 4),
            Map.entry("kind(1.d0)", 8));

    private static final String PROCEDURE = "a procedure as an argument has no form that Java could give it; write a routine"
            + " with bind(c) around it";

    private final List<Statement> statements;
    private final Map<String, Routine> routines = new LinkedHashMap<>();
    private final Map<String, Integer> kinds = new HashMap<>(KINDS);
    private int at;
    private String module = "";

    private RoutineParser(String text) {
        statements = Statements.of(text);
    }

    /**
     * The routines of a text by name, in its order. Those within an interface block and within another routine are passed over.
     *
     * @throws IllegalArgumentException if one cannot be called from outside, with its name and line; if there is none
     */
    public static Map<String, Routine> parse(String text) {
        RoutineParser parser = new RoutineParser(text);
        parser.all();
        if (parser.routines.isEmpty()) {
            throw new IllegalArgumentException("the text has no subroutine and no function; begin with one, as"
                    + " \"subroutine dscal(n, a, x, incx)\", and declare its arguments below");
        }
        return parser.routines;
    }

    private void all() {
        while (at < statements.size()) {
            Statement statement = statements.get(at++);
            Matcher module = MODULE.matcher(statement.text());
            Matcher routine = ROUTINE.matcher(statement.text());
            if (module.matches()) {
                this.module = module.group(1);
            } else if (statement.text().matches("(abstract )?interface.*")) {
                skipTo("interface");
            } else if (routine.matches() && !statement.text().startsWith("end")) {
                routine(statement, routine);
            } else if (statement.text().startsWith("end module") || statement.text().startsWith("endmodule")) {
                this.module = "";
            } else {
                parameter(statement.text());
            }
        }
    }

    private void routine(Statement head, Matcher m) {
        String name = m.group(4);
        List<String> names = m.group(5) == null || m.group(5).isBlank() ? List.of() : List.of(m.group(5).split(","));
        Matcher result = RESULT.matcher(m.group(6));
        String resultName = result.find() ? result.group(1) : name;
        Map<String, Argument> declared = new LinkedHashMap<>();
        if (m.group(1) != null) {
            declared.put(resultName, new Argument(resultName, type(m.group(1), m.group(2), head), Intent.UNKNOWN, List.of(), false, false,
                    null));
        }
        Map<String, String> shapes = new HashMap<>(); // of "dimension a(n)"
        while (at < statements.size()) {
            Statement statement = statements.get(at++);
            String text = statement.text();
            if (END.matcher(text).matches()) {
                break;
            }
            if (text.equals("contains")) {
                skipRoutines();
            } else if (text.matches("(abstract )?interface.*")) {
                skipTo("interface");
            } else if (text.startsWith("dimension ") || text.startsWith("dimension::")) {
                split(text.substring("dimension".length()).replaceFirst("^(::| )", "")).forEach(one -> {
                    Matcher shape = NAME.matcher(one);
                    if (shape.matches() && shape.group(2) != null) {
                        shapes.put(shape.group(1), shape.group(2));
                    }
                });
            } else if (text.startsWith("type(") || text.startsWith("class(") || text.startsWith("procedure(")) {
                String what = text.startsWith("procedure") ? PROCEDURE
                        : "a derived type has no form that Java could give it; write a routine with bind(c) around it";
                for (String one : split(text.substring(text.indexOf("::") < 0 ? text.indexOf(')') + 1 : text.indexOf("::") + 2))) {
                    if (names.contains(one.replaceFirst("\\(.*", ""))) {
                        throw refused(statement, name, one, what);
                    }
                }
            } else if (text.matches("(external|allocatable|pointer|value|optional)(::| ).*")) {
                for (String one : split(text.replaceFirst("^\\w+(::| )", ""))) {
                    if (names.contains(one.replaceFirst("\\(.*", ""))) {
                        throw refused(statement, name, one, text.startsWith("external") ? PROCEDURE
                                : "say " + text.replaceFirst("\\W.*", "") + " where its type is declared, as \"integer, value :: n\"");
                    }
                }
            } else {
                parameter(text);
                declare(statement, name, names, resultName, declared);
            }
        }
        routines.put(name, new Routine(name, symbol(name, m.group(6)), result(head, m.group(3), name, resultName, declared),
                arguments(head, name, names, declared, shapes)));
    }

    private List<Argument> arguments(Statement head, String routine, List<String> names, Map<String, Argument> declared,
            Map<String, String> shapes) {
        List<Argument> arguments = new ArrayList<>();
        for (String argument : names) {
            Argument a = declared.get(argument);
            if (a == null) {
                throw refused(head, routine, argument, "it is not declared; add a line as \"integer, intent(in) :: " + argument + "\"");
            }
            arguments.add(a.scalar() && shapes.containsKey(argument) ? new Argument(argument, a.type(), a.intent(),
                    extents(head, routine, argument, shapes.get(argument)), a.byValue(), a.optional(), a.length()) : a);
        }
        for (Argument a : arguments) {
            if (a.length() != null && a.length().open() && !a.scalar() && a.extents().getLast().open()) {
                throw refused(head, routine, a.name(), "neither the number of strings nor their length is known; declare one of them");
            }
            List<Extent> sizes = new ArrayList<>(a.extents());
            if (a.length() != null) {
                sizes.add(a.length());
            }
            for (Extent extent : sizes) {
                for (String needed : extent.names()) {
                    if (arguments.stream().noneMatch(b -> b.name().equals(needed) && b.scalar() && b.type().kind() == Kind.INTEGER)) {
                        throw refused(head, routine, a.name(), "its extent \"" + extent.text() + "\" needs " + needed
                                + ", which is no whole number among the arguments; write a number, an argument or *");
                    }
                }
            }
        }
        return arguments;
    }

    private Optional<Type> result(Statement head, String word, String routine, String resultName, Map<String, Argument> declared) {
        if (word.equals("subroutine")) {
            return Optional.empty();
        }
        Argument result = declared.get(resultName);
        if (result == null) {
            throw refused(head, routine, resultName, "the function's result is not declared; begin with its type, as \"real(8) function\"");
        }
        Kind kind = result.type().kind();
        if (!result.scalar() || kind == Kind.COMPLEX || kind == Kind.CHARACTER) {
            throw refused(head, routine, resultName, "compilers disagree on how such a result is returned; make it a subroutine with"
                    + " an argument of intent(out)");
        }
        return Optional.of(result.type());
    }

    private String symbol(String name, String behind) {
        Matcher bind = BIND.matcher(behind);
        if (bind.find()) {
            return bind.group(1) == null ? name : bind.group(1);
        }
        return module.isEmpty() ? name + "_" : "__" + module + "_MOD_" + name;
    }

    private void declare(Statement statement, String routine, List<String> names, String resultName, Map<String, Argument> declared) {
        Matcher m = DECLARATION.matcher(statement.text());
        if (!m.matches()) {
            return; // an executable statement, or one that says nothing of arguments
        }
        String attributes = m.group(3);
        for (String one : split(m.group(4))) {
            Matcher name = NAME.matcher(one);
            if (!name.matches() || !names.contains(name.group(1)) && !name.group(1).equals(resultName)) {
                continue;
            }
            if (attributes.contains(",external")) {
                throw refused(statement, routine, name.group(1), PROCEDURE);
            }
            if (attributes.contains("allocatable") || attributes.contains("pointer")) {
                throw refused(statement, routine, name.group(1), "an allocatable or pointer argument is passed by a compiler's own"
                        + " descriptor; declare it with its extents, or write a routine with bind(c) around it");
            }
            Matcher dimension = Pattern.compile("dimension\\(((?:[^()]|\\([^()]*\\))*)\\)").matcher(attributes);
            String shape = name.group(2) != null ? name.group(2) : dimension.find() ? dimension.group(1) : "";
            String kind = name.group(3) != null ? name.group(3) : m.group(2);
            declared.put(name.group(1), new Argument(name.group(1), type(m.group(1), kind, statement), intent(attributes),
                    extents(statement, routine, name.group(1), shape), attributes.matches(".*,value\\b.*"),
                    attributes.contains(",optional"), m.group(1).equals("character") ? length(statement, routine, name.group(1), kind) : null));
        }
    }

    /** The characters of one string: 1 if nobody says. */
    private Extent length(Statement statement, String routine, String argument, String kind) {
        String text = kind == null ? "1" : kind.replaceAll("^\\*?\\(|\\)$|^\\*", "");
        List<String> parts = split(text).stream().filter(part -> !part.startsWith("kind=")).toList();
        return parts.isEmpty() ? new Extent("1") : extents(statement, routine, argument, parts.getFirst().replaceFirst("^len=", "")).getFirst();
    }

    private static Intent intent(String attributes) {
        Matcher m = Pattern.compile("intent\\((in|out|in ?out)\\)").matcher(attributes);
        return m.find() ? Intent.valueOf(m.group(1).replace(" ", "").toUpperCase()) : Intent.UNKNOWN;
    }

    private List<Extent> extents(Statement statement, String routine, String argument, String shape) {
        List<Extent> extents = new ArrayList<>();
        for (String one : shape.isEmpty() ? List.<String>of() : split(shape)) {
            Extent extent = new Extent(one);
            if (one.endsWith(":") || one.startsWith(":")) {
                throw refused(statement, routine, argument, "an assumed-shape array is passed by a compiler's own descriptor; declare its"
                        + " extents, as \"" + argument + "(n)\", or (*)");
            }
            try {
                extent.names();
            } catch (RuntimeException e) {
                throw refused(statement, routine, argument, e.getMessage());
            }
            extents.add(extent);
        }
        for (int i = 0; i + 1 < extents.size(); i++) {
            if (extents.get(i).open()) {
                throw refused(statement, routine, argument, "only the last extent may be *");
            }
        }
        return extents;
    }

    /** {@code integer, parameter :: dp = kind(1.0d0)}: a name for a kind. */
    private void parameter(String text) {
        Matcher m = Pattern.compile("^integer,parameter::(.*)$").matcher(text);
        if (m.matches()) {
            for (String one : split(m.group(1))) {
                String[] sides = one.split("=", 2);
                bytes(sides.length < 2 ? "" : sides[1]).ifPresent(bytes -> kinds.put(sides[0], bytes));
            }
        }
    }

    private Optional<Integer> bytes(String kind) {
        String text = kind.replaceFirst("^(kind|len)=", "");
        Matcher real = Pattern.compile("selected_real_kind\\((?:p=)?(\\d+).*\\)").matcher(text);
        Matcher integer = Pattern.compile("selected_int_kind\\((?:r=)?(\\d+)\\)").matcher(text);
        if (real.matches()) {
            return Optional.of(Integer.parseInt(real.group(1)) <= 6 ? 4 : 8);
        }
        if (integer.matches()) {
            int digits = Integer.parseInt(integer.group(1));
            return Optional.of(digits <= 2 ? 1 : digits <= 4 ? 2 : digits <= 9 ? 4 : 8);
        }
        return text.matches("\\d{1,2}") ? Optional.of(Integer.parseInt(text)) : Optional.ofNullable(kinds.get(text));
    }

    private Type type(String word, String kindText, Statement statement) {
        String kind = kindText == null ? "" : kindText.replaceAll("^\\*?\\(|\\)$|^\\*", "");
        Kind what = switch (word.replace(" ", "")) {
            case "integer" -> Kind.INTEGER;
            case "logical" -> Kind.LOGICAL;
            case "complex", "doublecomplex" -> Kind.COMPLEX;
            case "character" -> Kind.CHARACTER;
            default -> Kind.REAL;
        };
        if (what == Kind.CHARACTER) {
            return new Type(what, 1);
        }
        int standard = word.startsWith("double") ? 8 : 4;
        int bytes = kind.isEmpty() ? standard : bytes(kind).orElseThrow(() -> new IllegalArgumentException("line " + statement.line()
                + ": the kind \"" + kind + "\" is not known; write the number of bytes, as " + word + "(8)"));
        if (what == Kind.COMPLEX && kindText != null && kindText.startsWith("*") && !kindText.startsWith("*(")) {
            bytes /= 2; // complex*16 counts both parts
        }
        boolean known = what == Kind.INTEGER || what == Kind.LOGICAL ? List.of(1, 2, 4, 8).contains(bytes) : bytes == 4 || bytes == 8;
        if (!known) {
            throw new IllegalArgumentException("line " + statement.line() + ": " + word + " of " + bytes
                    + " bytes has no counterpart in Java; integers of 1, 2, 4, 8 bytes and reals of 4 and 8 have");
        }
        return new Type(what, bytes);
    }

    private void skipTo(String word) {
        while (at < statements.size() && !statements.get(at++).text().matches("end ?" + word + ".*")) {
            // what stands there belongs to somebody else
        }
    }

    /** Over the routines behind a routine's {@code contains}, to before its own end. */
    private void skipRoutines() {
        int depth = 0;
        while (at < statements.size()) {
            String text = statements.get(at).text();
            Matcher head = ROUTINE.matcher(text);
            if (END.matcher(text).matches()) {
                if (depth-- == 0) {
                    return;
                }
            } else if (head.matches() && !text.startsWith("end")) {
                depth++;
            }
            at++;
        }
    }

    /** Cuts at commas outside of parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static IllegalArgumentException refused(Statement where, String routine, String argument, String why) {
        return new IllegalArgumentException("line " + where.line() + ": argument " + argument + " of " + routine + ": " + why);
    }
}
