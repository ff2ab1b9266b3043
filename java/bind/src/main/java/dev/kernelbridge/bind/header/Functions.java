package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Scalar;
import dev.kernelbridge.bind.c.Prototype;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Functions as methods, each with its prototype. */
final class Functions {

    private static final Set<String> LENGTHS = Set.of("len", "length", "size", "n", "count", "nbytes", "bytes", "nbyte", "num");

    private final Chosen chosen;
    private final Structs structs;
    private final Callables callables;
    private final JavaTypes types;
    private final JavaNames names;
    private final List<Method> methods = new ArrayList<>();

    private record Parameter(String c, String name, String type, List<String> annotations, String callback) {
        String text() {
            return String.join(" ", annotations) + (annotations.isEmpty() ? "" : " ") + type + " " + name;
        }
    }

    private record Method(Prototype prototype, String result, String name, List<Parameter> parameters) {
    }

    Functions(Chosen chosen, Structs structs, Callables callables, JavaTypes types, JavaNames names) {
        this.chosen = chosen;
        this.structs = structs;
        this.callables = callables;
        this.types = types;
        this.names = names;
        chosen.functions().values().forEach(f -> methods.add(method(f)));
    }

    private Method method(Prototype prototype) {
        CType.Function type = prototype.type();
        List<Parameter> parameters = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < type.parameters().size(); i++) {
            parameters.add(parameter(prototype, i, taken));
        }
        String result = types.result(type.result(), prototype.name());
        if (type.result().strip() instanceof Aggregate && result.equals("MemorySegment")) {
            parameters.add(new Parameter("", unique("arena", taken), "Arena", List.of(), ""));
        }
        if (type.variadic()) {
            parameters.add(new Parameter("", unique("more", taken), "Object...", List.of(), ""));
        }
        return new Method(prototype, result, names.method(prototype.name()), parameters);
    }

    private Parameter parameter(Prototype prototype, int i, Set<String> taken) {
        CType.Function of = prototype.type();
        CType.Parameter c = of.parameters().get(i);
        String name = JavaNames.parameter(c.name());
        boolean pointer = c.type().strip() instanceof CType.Pointer;
        String java = types.parameter(of, i);
        String callback = "";
        Optional<CType.Function> function = JavaTypes.function(c.type());
        if (function.isPresent()) {
            String suggested = prototype.name() + "_" + (c.name().isEmpty() ? "arg" + (i + 1) : c.name());
            callback = callables.of(function.get(), suggested, prototype.name(), chosen.line(prototype.name())).orElse("");
            java = !callback.isEmpty() && chosen.order().lambda().test(prototype.name()) ? callback : java;
        }
        if (name.isEmpty()) {
            name = pointer && ((CType.Pointer) c.type().strip()).to().strip() instanceof Aggregate a && !chosen.name(a).isEmpty()
                    && !taken.contains(JavaNames.word(chosen.name(a))) ? JavaNames.word(chosen.name(a)) : "arg" + (i + 1);
        }
        List<String> annotations = new ArrayList<>();
        if (pointer && !(i == 0 && ((CType.Pointer) c.type().strip()).to().strip() instanceof Aggregate)) {
            annotations.add("@Nullable");
        }
        String size = java.equals("byte[]") || java.equals("MemorySegment") ? size(of, i) : "";
        if (!size.isEmpty()) {
            annotations.add("@SizedBy(\"" + size + "\")");
        }
        return new Parameter(c.name(), unique(name, taken), java, annotations, callback);
    }

    private static String unique(String name, Set<String> taken) {
        String free = name;
        while (!taken.add(free)) {
            free += "_";
        }
        return free;
    }

    /** Bytes, and right behind them a parameter that is called their length; empty where it is not that clear. */
    private static String size(CType.Function of, int i) {
        if (i + 1 >= of.parameters().size() || !bytes(of.parameters().get(i).type())) {
            return "";
        }
        CType.Parameter next = of.parameters().get(i + 1);
        String own = of.parameters().get(i).name().toLowerCase(Locale.ROOT);
        String name = next.name().toLowerCase(Locale.ROOT).replace("_", "");
        boolean length = LENGTHS.contains(name) || !own.isEmpty() && name.startsWith(own.replace("_", ""))
                && LENGTHS.contains(name.substring(own.replace("_", "").length()));
        if (!length || !counts(next.type())) {
            return "";
        }
        CType.Parameter third = i + 2 < of.parameters().size() ? of.parameters().get(i + 2) : null;
        boolean items = third != null && third.type().strip() instanceof Scalar s && s.integer() && name.equals("size")
                && Set.of("nmemb", "nitems", "count", "n").contains(third.name().toLowerCase(Locale.ROOT));
        return items ? next.name() + "*" + third.name() : next.name();
    }

    private static boolean bytes(CType type) {
        return type.strip() instanceof CType.Pointer p && !JavaTypes.text(type) && switch (p.to().strip()) { // a text's length may be -1
            case CType.Void v -> true;
            case Scalar s -> s == Scalar.CHAR || s == Scalar.SCHAR || s == Scalar.UCHAR;
            default -> false;
        };
    }

    /** An integer, or a pointer to one that C also writes. */
    private static boolean counts(CType type) {
        CType is = type.strip() instanceof CType.Pointer p && !p.toConst() ? p.to().strip() : type.strip();
        return is instanceof Scalar s && switch (s) {
            case INT, UINT, LONG, ULONG, LLONG, ULLONG -> true;
            default -> false;
        };
    }

    void write(Page page, List<Entry> entries) {
        for (Method m : methods) {
            page.gap();
            page.lines(comment(m));
            page.string("    ", "@CFunction(", m.prototype().toString(), ")");
            List<String> parameters = m.parameters().stream().map(Parameter::text).toList();
            page.list("    ", m.result() + " " + m.name() + "(", parameters, ");");
            String signature = m.result() + " " + m.name() + "("
                    + String.join(", ", m.parameters().stream().map(p -> p.type() + " " + p.name()).toList()) + ")";
            entries.add(new Entry("function", m.prototype().name(), true, signature, chosen.line(m.prototype().name())));
        }
    }

    private List<String> comment(Method m) {
        Map<String, String> parameters = new LinkedHashMap<>();
        m.parameters().stream().filter(p -> !p.c().isEmpty()).forEach(p -> parameters.put(p.c(), p.name()));
        List<String> doc = Javadoc.of("    ", chosen.comment(m.prototype().name()), parameters, !m.result().equals("void"));
        List<String> callbacks = m.parameters().stream().filter(p -> !p.callback().isEmpty() && !p.type().equals(p.callback()))
                .map(p -> "{@link " + p.callback() + "#of} makes {@code " + p.name() + "}.").toList();
        if (callbacks.isEmpty()) {
            return doc;
        }
        List<String> sentence = new ArrayList<>(callbacks);
        if (doc.isEmpty()) {
            return Javadoc.framed("    ", sentence);
        }
        sentence.set(0, "<p>" + sentence.getFirst());
        return inserted(doc, sentence);
    }

    /** Puts a paragraph behind the description, before the tags. */
    private static List<String> inserted(List<String> doc, List<String> paragraph) {
        List<String> body = new ArrayList<>();
        if (doc.size() == 1) {
            String only = doc.getFirst().strip();
            body.add(only.substring(4, only.length() - 3));
        } else {
            doc.subList(1, doc.size() - 1).stream().map(l -> l.strip().substring(1)).map(l -> l.startsWith(" ") ? l.substring(1) : l)
                    .filter(l -> !l.isEmpty()).forEach(body::add);
        }
        int at = 0;
        while (at < body.size() && !body.get(at).startsWith("@")) {
            at++;
        }
        body.addAll(at, at == 0 ? paragraph.stream().map(l -> l.replaceFirst("^<p>", "")).toList() : paragraph);
        return Javadoc.framed("    ", body);
    }
}
