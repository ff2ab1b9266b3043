package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the members of a struct or union are. Members of anonymous structs within are members of the outer one, as in C.
 *
 * @param type the struct or union
 * @param layout its layout
 * @param members its members by name, in their order; those of unions overlap
 */
public record Shape(CType.Aggregate type, GroupLayout layout, Map<String, Member> members) {

    /**
     * A member, and where.
     *
     * @param type its type
     * @param offset bytes from the beginning of the outermost struct
     * @param size its bytes; 0 for a flexible array
     */
    public record Member(CType type, long offset, long size) {

        boolean overlaps(Member other) {
            return offset < other.offset + other.size && other.offset < offset + size;
        }
    }

    /** {@return where the members of a struct or union are} */
    public static Shape of(CType.Aggregate type) {
        GroupLayout layout = (GroupLayout) Layouts.of(type);
        Map<String, Member> members = new LinkedHashMap<>();
        collect(type, layout, 0, members);
        return new Shape(type, layout, members);
    }

    private static void collect(CType.Aggregate type, GroupLayout layout, long base, Map<String, Member> into) {
        Iterator<MemoryLayout> parts = layout.memberLayouts().iterator();
        long offset = base;
        for (CType.Member member : type.members()) {
            MemoryLayout part = parts.next();
            while (part instanceof PaddingLayout) {
                offset += part.byteSize();
                part = parts.next();
            }
            if (!member.name().isEmpty()) {
                into.put(member.name(), new Member(member.type(), offset, part.byteSize()));
            } else if (member.type().strip() instanceof CType.Aggregate inner) {
                collect(inner, (GroupLayout) part, offset, into);
            }
            offset += type.union() ? 0 : part.byteSize();
        }
    }

    /** {@return the member of that name, or an exception that names those that are there} */
    Member member(String name, Site site) {
        Member member = members.get(name);
        if (member == null) {
            throw site.refuse(type + " has no member " + name + "; " + Site.known(name, members.keySet()));
        }
        return member;
    }

    /** {@return whether two members share memory} */
    boolean overlapping() {
        Member[] all = members.values().toArray(Member[]::new);
        for (int i = 1; i < all.length; i++) {
            for (int j = 0; j < i; j++) {
                if (all[i].overlaps(all[j])) {
                    return true;
                }
            }
        }
        return false;
    }
}
