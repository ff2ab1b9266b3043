package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path as {@code a.b[2].c} leads to within a struct.
 *
 * @param type the type of what is there
 * @param offset bytes from the struct's beginning
 */
public record Path(CType type, long offset) {

    private static final Pattern STEP = Pattern.compile("(\\.?)([A-Za-z_$][\\w$]*)|\\[(\\d{1,18})\\]");

    /** {@return what the path leads to, or an exception that says where it ends and what is there} */
    public static Path find(CType.Aggregate type, String path) {
        Site site = new Site(null, type + ", path " + path);
        Path at = new Path(type, 0);
        Matcher step = STEP.matcher(path);
        int begin = 0;
        while (begin < path.length() || begin == 0) {
            step.region(begin, path.length());
            boolean first = begin == 0;
            if (!step.lookingAt() || first != (step.group(1) != null && step.group(1).isEmpty())) {
                throw site.refuse("a path is a member's name, as x, center.x or points[2].x; it is wrong at its character " + (begin + 1));
            }
            String come = path.substring(0, begin);
            at = step.group(3) == null ? at.member(step.group(2), come, site) : at.element(Long.parseLong(step.group(3)), come, site);
            begin = step.end();
        }
        return at;
    }

    private Path member(String name, String come, Site site) {
        if (!(type.strip() instanceof CType.Aggregate inner)) {
            throw site.refuse(come + " is " + type + ", which has no members");
        }
        if (inner.opaque()) {
            throw site.refuse("the members of " + type + " are not known");
        }
        Shape.Member member = Shape.of(inner).member(name, site);
        return new Path(member.type(), offset + member.offset());
    }

    private Path element(long index, String come, Site site) {
        if (!(type.strip() instanceof CType.Array array)) {
            throw site.refuse(come + " is " + type + ", which has no elements");
        }
        if (array.length() >= 0 && index >= array.length()) {
            throw new IndexOutOfBoundsException(site.where() + ": " + come + " has " + array.length() + " elements, from 0");
        }
        try {
            long bytes = Math.multiplyExact(index, Layouts.of(array.of()).byteSize());
            return new Path(array.of(), Math.addExact(offset, bytes));
        } catch (ArithmeticException e) {
            throw new IndexOutOfBoundsException(site.where() + ": " + index + " is beyond all memory");
        }
    }
}
