package dev.kernelbridge.factor.siqs;

import java.util.Arrays;

/**
 * Counts the independent cycles of the graph whose vertices are 1 and the large primes and whose edges are the relations (A. K.
 * Lenstra, M. S. Manasse 1994): each edge within a tree that exists closes one. Union-find with path halving.
 */
final class Cycles {
    private int[] keys = new int[1 << 10]; // 0 is an empty place
    private int[] ids = new int[1 << 10];
    private int[] parent = new int[1 << 9];
    private int vertices;
    private int count;

    int count() {
        return count;
    }

    /** An edge between u and v, not both 1. */
    void add(int u, int v) {
        int a = root(id(u));
        int b = root(id(v));
        if (a == b) {
            count++;
        } else {
            parent[Math.max(a, b)] = Math.min(a, b);
        }
    }

    private int root(int of) {
        int at = of;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private int id(int key) {
        if (2 * vertices >= keys.length) {
            grow();
        }
        int at = place(key);
        if (keys[at] == 0) {
            keys[at] = key;
            ids[at] = vertices;
            parent[vertices] = vertices;
            vertices++;
        }
        return ids[at];
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldIds = ids;
        keys = new int[2 * oldKeys.length];
        ids = new int[2 * oldKeys.length];
        parent = Arrays.copyOf(parent, oldKeys.length + 1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                ids[at] = oldIds[i];
            }
        }
    }

    private int place(int key) {
        int at = key * 0x9E37_79B1 >>> 5 & keys.length - 1;
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }
}
