package dev.kernelbridge.factor.siqs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins relations so that each large prime occurs twice. A breadth-first tree over the graph of large primes, from 1 first, gives short
 * ways: every edge beyond the tree makes a set of itself and of the ways from its ends to where they meet.
 */
final class RelationSets {
    private final Relations relations;
    private final Map<Integer, Integer> ids = new HashMap<>();
    private int[] first; // per vertex the first of its edges
    private int[] next; // per end of an edge, 2 e and 2 e + 1, the next end at the same vertex
    private int[] ends;
    private int[] edge; // relation of an edge
    private int[] up; // the edge to the parent, or -1
    private int[] parent;
    private int[] depth;
    private boolean[] inTree;

    private RelationSets(Relations relations) {
        this.relations = relations;
    }

    /** The sets, as indices of relations. */
    static List<int[]> of(Relations relations) {
        return new RelationSets(relations).sets();
    }

    private List<int[]> sets() {
        List<int[]> sets = new ArrayList<>();
        int edges = 0;
        for (int r = 0; r < relations.count(); r++) {
            if (relations.large1(r) == 1 && relations.large2(r) == 1) {
                sets.add(new int[] {r});
            } else {
                edges++;
            }
        }
        link(edges);
        grow();
        int[] way = new int[ids.size() + 1];
        for (int e = 0; e < edges; e++) {
            if (!inTree[e]) {
                int count = 0;
                way[count++] = edge[e];
                int u = ends[2 * e];
                int v = ends[2 * e + 1];
                while (u != v) {
                    if (depth[u] < depth[v]) {
                        int t = u;
                        u = v;
                        v = t;
                    }
                    way[count++] = edge[up[u]];
                    u = parent[u];
                }
                sets.add(Arrays.copyOf(way, count));
            }
        }
        return sets;
    }

    private void link(int edges) {
        ends = new int[2 * edges];
        next = new int[2 * edges];
        edge = new int[edges];
        inTree = new boolean[edges];
        ids.put(1, 0);
        int e = 0;
        for (int r = 0; r < relations.count(); r++) {
            int p = relations.large1(r);
            int q = relations.large2(r);
            if (p != 1 || q != 1) {
                edge[e] = r;
                ends[2 * e] = id(p);
                ends[2 * e++ + 1] = id(q);
            }
        }
        first = new int[ids.size()];
        Arrays.fill(first, -1);
        for (int end = 0; end < 2 * edges; end++) {
            next[end] = first[ends[end]];
            first[ends[end]] = end;
        }
    }

    private int id(int prime) {
        Integer known = ids.putIfAbsent(prime, ids.size());
        return known == null ? ids.size() - 1 : known;
    }

    private void grow() {
        int vertices = ids.size();
        up = new int[vertices];
        parent = new int[vertices];
        depth = new int[vertices];
        boolean[] reached = new boolean[vertices];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int root = 0; root < vertices; root++) {
            if (!reached[root]) {
                reached[root] = true;
                up[root] = -1;
                queue.add(root);
                while (!queue.isEmpty()) {
                    int u = queue.poll();
                    for (int end = first[u]; end >= 0; end = next[end]) {
                        int v = ends[end ^ 1];
                        if (!reached[v]) {
                            reached[v] = true;
                            inTree[end >> 1] = true;
                            up[v] = end >> 1;
                            parent[v] = u;
                            depth[v] = depth[u] + 1;
                            queue.add(v);
                        }
                    }
                }
            }
        }
    }
}
