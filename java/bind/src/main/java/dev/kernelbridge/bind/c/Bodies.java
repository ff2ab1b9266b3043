package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Structs and unions, with their members or without. */
final class Bodies {

    private static final int DEPTH = 100; // of values in values: layouts are walked that deep later

    private final Grammar grammar;
    private final Set<CType.Aggregate> open = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Members of structs without a tag, whose origins wait for the typedef's name. */
    private final Map<CType.Aggregate, List<Named>> unnamed = new IdentityHashMap<>();

    Bodies(Grammar grammar) {
        this.grammar = grammar;
    }

    /** A member's name, and where its declaration begins and ends. */
    private record Named(Token name, Token first, Token last) {
    }

    /** {@return whether its members are being read right now} */
    boolean open(CType.Aggregate aggregate) {
        return open.contains(aggregate);
    }

    CType.Aggregate aggregate() {
        Cursor cursor = grammar.cursor;
        Token word = cursor.next();
        Problem trouble = grammar.attributes.read();
        Token tag = cursor.peek().word() && !Words.reserved(cursor.peek().text()) ? cursor.next() : null;
        if (tag == null && !cursor.at("{")) {
            throw cursor.expected("a tag or '{'");
        }
        CType.Aggregate aggregate = tag == null ? new CType.Aggregate(word.is("union"), "") : tagged(word, tag);
        if (!cursor.at("{")) {
            if (cursor.at(":") && !Lexer.digit(cursor.peek(1).text().isEmpty() ? 'x' : cursor.peek(1).text().charAt(0))) {
                throw Unsupported.CPLUSPLUS.at(cursor.peek(), "a base class");
            }
            return aggregate;
        }
        if (!aggregate.opaque() || open(aggregate)) {
            throw new Problem(tag, aggregate + " is declared twice");
        }
        define(aggregate, word, trouble);
        return aggregate;
    }

    private CType.Aggregate tagged(Token word, Token tag) {
        boolean union = word.is("union");
        CType.Aggregate known = grammar.scope.aggregates.get(tag.text());
        if (known != null && known.union() != union || grammar.scope.enums.containsKey(tag.text())) {
            throw new Problem(tag, "'" + tag.text() + "' is " + (known == null ? "an enum's tag" : known) + " already");
        }
        return grammar.scope.aggregates.computeIfAbsent(tag.text(), t -> new CType.Aggregate(union, t));
    }

    private void define(CType.Aggregate aggregate, Token word, Problem before) {
        Cursor cursor = grammar.cursor;
        Token start = grammar.start;
        int close = cursor.closing();
        int depth = cursor.depth();
        open.add(aggregate);
        try {
            cursor.enter();
            cursor.next();
            List<Named> names = new ArrayList<>();
            List<CType.Member> members = members(aggregate, names);
            cursor.expect("}", "at the end of " + aggregate);
            cursor.leave();
            Problem after = grammar.attributes.read();
            Problem packed = grammar.macros.packed(word) ? Unsupported.PACKED.at(word, "#pragma pack") : null;
            for (Problem trouble : new Problem[] {before, after, packed}) {
                if (trouble != null) {
                    throw trouble;
                }
            }
            if (members.isEmpty()) {
                throw new Problem(word, aggregate + " has no members: for an opaque type leave its braces away");
            }
            CType.Aggregate trial = new CType.Aggregate(aggregate.union(), aggregate.tag());
            trial.complete(members);
            grammar.layout(trial, word); // a size beyond 64 bits is refused here
            grammar.scope.depths.put(aggregate, depth(members, word));
            aggregate.complete(members);
            unnamed.put(aggregate, names);
            if (!aggregate.tag().isEmpty()) {
                grammar.scope.origins.remove(aggregate.toString());
                grammar.scope.origin(aggregate.toString(), grammar.report.source(), start, null, word);
                nameMembers(aggregate, aggregate.toString());
            }
        } catch (Problem problem) {
            if (!grammar.report.lenient()) {
                throw problem;
            }
            cursor.restoreDepth(depth);
            cursor.moveTo(close);
            cursor.next();
            grammar.attributes.read();
            grammar.scope.refusedBodies.put(aggregate, problem.root());
            grammar.report.refuse(aggregate.tag().isEmpty() ? "" : aggregate.toString(), problem);
        } finally {
            open.remove(aggregate);
            grammar.start = start;
        }
    }

    /** Gives the members of a struct their origins, under its name. */
    void nameMembers(CType.Aggregate aggregate, String name) {
        List<Named> names = unnamed.remove(aggregate);
        if (names != null) {
            names.forEach(n -> grammar.scope.origin(name + "." + n.name().text(), grammar.report.source(), n.first(), n.last(), n.name()));
        }
    }

    private int depth(List<CType.Member> members, Token at) {
        int deepest = 0;
        for (CType.Member member : members) {
            int depth = 1;
            CType type = member.type().strip();
            for (; type instanceof CType.Array array; type = array.of().strip()) {
                depth++;
            }
            deepest = Math.max(deepest, depth + grammar.scope.depths.getOrDefault(type, 0));
        }
        if (deepest > DEPTH) {
            throw new Problem(at, "structs and arrays nested more than " + DEPTH + " deep");
        }
        return deepest;
    }

    private List<CType.Member> members(CType.Aggregate outer, List<Named> named) {
        Cursor cursor = grammar.cursor;
        List<CType.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!cursor.at("}")) {
            if (cursor.accept(";")) {
                continue;
            }
            if (cursor.at("_Static_assert") || cursor.at("static_assert")) {
                grammar.specifiers.assertion();
                continue;
            }
            Token first = cursor.peek();
            grammar.start = first;
            Specifiers.Read read = grammar.specifiers.read();
            read.refuseStorage(first, "a struct");
            if (cursor.at(";")) {
                anonymous(read.type(), first, members, names, named);
            } else {
                int from = named.size();
                do {
                    CType.Member member = member(read, members, names);
                    if (outer.union() && flexible(member.type())) {
                        throw new Problem(cursor.previous(), "a union cannot have an array of unknown length");
                    }
                    members.add(member);
                    named.add(new Named(nameToken, first, first));
                } while (cursor.accept(","));
                Token last = cursor.expect(";", "after the member");
                for (int i = from; i < named.size(); i++) {
                    named.set(i, new Named(named.get(i).name(), first, last));
                }
                continue;
            }
            cursor.expect(";", "after the member");
        }
        return members;
    }

    private Token nameToken; // of the member just read

    private CType.Member member(Specifiers.Read read, List<CType.Member> members, Set<String> names) {
        Cursor cursor = grammar.cursor;
        if (cursor.at(":")) {
            throw Unsupported.BIT_FIELD.at(cursor.peek());
        }
        Declarators.Declarator declarator = grammar.declarators.read(read, Declarators.Kind.NAMED);
        if (cursor.at(":")) {
            throw Unsupported.BIT_FIELD.at(cursor.peek(), declarator.name().text());
        }
        grammar.attributes.require();
        if (cursor.at(":")) {
            throw Unsupported.BIT_FIELD.at(cursor.peek(), declarator.name().text());
        }
        nameToken = declarator.name();
        grammar.requireValues(declarator.type(), nameToken);
        add(nameToken.text(), nameToken, members, names);
        return new CType.Member(nameToken.text(), declarator.type());
    }

    private void anonymous(CType type, Token at, List<CType.Member> members, Set<String> names, List<Named> named) {
        if (type instanceof CType.Aggregate inner && inner.tag().isEmpty()) {
            grammar.requireValues(inner, at);
            allNames(inner).forEach(name -> add(name, at, members, names));
            if (members.isEmpty()) {
                add("", at, members, names);
            }
            members.add(new CType.Member("", inner));
            named.addAll(unnamed.getOrDefault(inner, List.of()));
        } else if (!(type instanceof CType.Enumeration) && !grammar.report.lenient()) {
            throw new Problem(at, "this declares no member: give it a name"); // as compilers warn, and leave it out
        }
    }

    private static List<String> allNames(CType.Aggregate aggregate) {
        List<String> all = new ArrayList<>();
        for (CType.Member member : aggregate.members()) {
            if (member.name().isEmpty()) {
                all.addAll(allNames((CType.Aggregate) member.type().strip()));
            } else {
                all.add(member.name());
            }
        }
        return all;
    }

    private static void add(String name, Token at, List<CType.Member> members, Set<String> names) {
        if (!members.isEmpty() && flexible(members.getLast().type())) {
            throw new Problem(at, "no member may follow an array of unknown length, '" + members.getLast().name() + "[]'");
        }
        if (!name.isEmpty() && !names.add(name)) {
            throw new Problem(at, "a second member '" + name + "'");
        }
    }

    private static boolean flexible(CType type) {
        return type.strip() instanceof CType.Array array && array.length() < 0;
    }
}
