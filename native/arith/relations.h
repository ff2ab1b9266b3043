/*
 * The quadratic sieve on devices (dev.kernelbridge.spi.DeviceRelations conducts it; RelationEngine.java and package-info of factor.siqs
 * have the mathematics). What a block and a thread do; the includer says what KB_GLOBAL, KB_LOCAL, KB_ME, KB_ALL and KB_SYNC are, and
 *
 *   KB_TAKE_GLOBAL(counter)  adds 1 to a counter in global memory, atomically; returns what it was
 *   KB_PLUS(words, at, n)    adds n to byte `at` of local memory, atomically
 *
 * A polynomial's places are cut into segments that fit into a block's own memory. Primes up to a segment's length strike segment by
 * segment from their roots; a larger one seldom strikes a segment at all, so whoever moves its roots puts the strikes into the segments'
 * lists: the roots of these, the most of all, never go to memory (the lists are the bucket sieve of A. K. Lenstra and M. S. Manasse,
 * "Factoring by electronic mail", 1989). Bytes are added to as parts of words: one that passes 255 would carry into its neighbour,
 * but a value's logarithms end below that (FactorBase.tables).
 */
#ifndef KB_RELATIONS_H
#define KB_RELATIONS_H
#include "residue.h"

#define KB_NO_ROOT 0xFFFFFFFFu
/* Threads that strike together with a prime that strikes often. */
#define KB_RELATION_TEAM 32
/* Numbers of a candidate: how many primes divide, and which. */
#define KB_DIVISORS 64

/* What stays the same for all polynomials of a coefficient, as the host lays it out. Indices are those of the factor base. */
typedef struct {
    kb_u32 size;     /* of the factor base */
    kb_u32 sieved;   /* the first prime that is sieved */
    kb_u32 large;    /* from here on the primes of a strike too, at the multiples of p, as they do on the CPU: it does no harm */
    kb_u32 shared;   /* up to here a team strikes together */
    kb_u32 listed;   /* from here on strikes go to the segments' lists */
    kb_u32 places;
    kb_u32 bits;     /* logarithm of a segment's length to base 2 */
    kb_u32 segments;
    kb_u32 capacity; /* of a list */
    kb_u32 start;    /* what a place holds before it is sieved; from 128 on it is looked at */
    kb_u32 s;        /* primes of a */
    kb_u32 odd;      /* 1 if a is added to b */
    KB_GLOBAL const kb_u32 *q, *gamma;
} kb_job;

KB_FN kb_job kb_job_of(KB_GLOBAL const kb_u32 *words) {
    const kb_job job = {words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], words[8], words[9], words[10],
                        words[11], words + 12, words + 12 + words[10]};
    return job;
}

/*
 * For prime i: in row l < s by how much both roots move when B_l changes its sign, gamma_l / q_l; in row s root / (2 a), and in row s + 1
 * the middle place, all modulo p. All inverses at once by Montgomery's trick. The primes of a divide at one place only and stay there.
 */
KB_FN void kb_begin_coefficient(const kb_job job, kb_u32 i, kb_u32 p, kb_u32 root, kb_u64 reciprocal, KB_GLOBAL kb_u32 *moves) {
    KB_GLOBAL kb_u32 *row = moves + i;
    kb_u32 product = 1;
    for (kb_u32 l = 0; l < job.s; l++) {
        row[l * job.size] = product;
        product = kb_residue((kb_u64)product * job.q[l], p, reciprocal);
    }
    if (i == 0 || product == 0) {
        for (kb_u32 l = 0; l < job.s + 2; l++) row[l * job.size] = l == job.s ? KB_NO_ROOT : 0;
        return;
    }
    kb_u32 inverse = kb_residue_inverse(product, p);
    row[job.s * job.size] = kb_residue((kb_u64)kb_residue_half(inverse, p) * root, p, reciprocal);
    row[(job.s + 1) * job.size] = job.places / 2 % p;
    for (kb_u32 l = job.s; l-- > 0;) {
        const kb_u32 prefix = row[l * job.size];
        row[l * job.size] = kb_residue((kb_u64)kb_residue((kb_u64)inverse * prefix, p, reciprocal) * job.gamma[l], p, reciprocal);
        inverse = kb_residue((kb_u64)inverse * job.q[l], p, reciprocal);
    }
}

typedef struct {
    kb_u32 first, second;
} kb_roots;

KB_FN int kb_of_a(const kb_job job, kb_u32 i, KB_GLOBAL const kb_u32 *moves) { return moves[job.s * job.size + i] == KB_NO_ROOT; }

/* The roots of polynomial g: (+-root - b) / (2 a), counted from place 0. */
KB_FN kb_roots kb_roots_at(const kb_job job, kb_u32 i, kb_u32 p, kb_u32 g, KB_GLOBAL const kb_u32 *moves) {
    KB_GLOBAL const kb_u32 *row = moves + i;
    const kb_u32 minus = g ^ g >> 1, turned = row[job.s * job.size];
    kb_roots r = {0, 0};
    kb_u32 sum = 0, center;
    if (turned == KB_NO_ROOT) return r;
    for (kb_u32 l = 0; l < job.s; l++) {
        const kb_u32 move = row[l * job.size];
        sum += (minus >> l & 1) != 0 ? p - move : move;
        sum = sum >= p ? sum - p : sum;
    }
    sum += job.odd;
    sum = sum >= p ? sum - p : sum;
    center = row[(job.s + 1) * job.size] + p - kb_residue_half(sum, p);
    center = center >= p ? center - p : center;
    r.first = center + turned >= p ? center + turned - p : center + turned;
    r.second = center < turned ? center + p - turned : center - turned;
    return r;
}

/* From polynomial g - 1 to g > 0 by one addition (S. Contini, thesis, 1997). */
KB_FN kb_roots kb_roots_step(const kb_job job, kb_u32 i, kb_u32 p, kb_u32 g, kb_roots r, KB_GLOBAL const kb_u32 *moves) {
    const kb_u32 l = KB_CTZ64((kb_u64)g), by = moves[l * job.size + i], move = ((g ^ g >> 1) >> l & 1) != 0 ? by : p - by;
    r.first = r.first + move >= p ? r.first + move - p : r.first + move;
    r.second = r.second + move >= p ? r.second + move - p : r.second + move;
    return r;
}

/* The strikes of one root, into the lists of polynomial k of the launch. */
KB_FN void kb_list_strikes(const kb_job job, kb_u32 at, kb_u32 p, kb_u32 log, kb_u32 k, KB_GLOBAL kb_u32 *counts, KB_GLOBAL kb_u32 *lists) {
    for (; at < job.places; at += p) {
        const kb_u32 list = k * job.segments + (at >> job.bits), slot = KB_TAKE_GLOBAL(counts + list);
        if (slot < job.capacity) lists[(kb_u64)list * job.capacity + slot] = (at & ((1u << job.bits) - 1)) | log << 24;
    }
}

/*
 * Moves prime i's roots through the polynomials g, g + 1, ..., which are [k, end) of the launch. Roots of primes that strike segment by
 * segment are written down, first and second one, polynomial by polynomial.
 */
KB_FN void kb_move_roots(const kb_job job, kb_u32 i, kb_u32 p, kb_u32 log, kb_u32 g, kb_u32 k, kb_u32 end, KB_GLOBAL const kb_u32 *moves,
                         KB_GLOBAL kb_u32 *roots, KB_GLOBAL kb_u32 *counts, KB_GLOBAL kb_u32 *lists) {
    const int of_a = kb_of_a(job, i, moves);
    const kb_u32 rows = job.listed - job.sieved;
    kb_roots r = kb_roots_at(job, i, p, g, moves);
    if (of_a && i < job.large) {
        if (i >= job.listed) return;
        r.first = r.second = KB_NO_ROOT;
    }
    for (;; g++) {
        if (i < job.listed) {
            KB_GLOBAL kb_u32 *row = roots + 2 * ((kb_u64)k * rows + i - job.sieved);
            row[0] = r.first;
            row[1] = r.second;
        } else {
            kb_list_strikes(job, r.first, p, log, k, counts, lists);
            kb_list_strikes(job, r.second, p, log, k, counts, lists);
        }
        if (++k == end) return;
        if (!of_a) r = kb_roots_step(job, i, p, g + 1, r, moves);
    }
}

/* Strikes with one root in the segment that begins with place `base`: the team's threads take turns. */
KB_FN void kb_strike_root(KB_LOCAL kb_u32 *words, kb_u32 root, kb_u32 p, kb_u32 log, kb_u32 base, kb_u32 length, kb_u32 me, kb_u32 team) {
    kb_u32 at = root - base;
    if (root < base) {
        const kb_u32 past = (base - root) % p;
        at = past == 0 ? 0 : p - past;
    }
    for (at += me * p; at < length; at += team * p) KB_PLUS(words, at, log);
}

/* `roots` and `list` are the polynomial's and the segment's. All threads call it. */
KB_FN void kb_sieve_places(const kb_job job, kb_u32 base, kb_u32 length, KB_GLOBAL const kb_u32 *primes, KB_GLOBAL const kb_u8 *logs,
                           KB_GLOBAL const kb_u32 *roots, KB_GLOBAL const kb_u32 *list, kb_u32 listed, KB_LOCAL kb_u32 *words) {
    const kb_u32 team = KB_ALL < KB_RELATION_TEAM ? KB_ALL : KB_RELATION_TEAM;
    KB_SYNC(); /* the last segment has been read by all */
    for (kb_u32 w = KB_ME; 4 * w < length; w += KB_ALL) words[w] = job.start * 0x01010101u;
    KB_SYNC();
    for (kb_u32 i = job.sieved + KB_ME / team; i < job.shared; i += KB_ALL / team) {
        KB_GLOBAL const kb_u32 *row = roots + 2 * (i - job.sieved);
        if (row[0] == KB_NO_ROOT) continue;
        kb_strike_root(words, row[0], primes[i], logs[i], base, length, KB_ME % team, team);
        kb_strike_root(words, row[1], primes[i], logs[i], base, length, KB_ME % team, team);
    }
    for (kb_u32 i = job.shared + KB_ME; i < job.listed; i += KB_ALL) {
        KB_GLOBAL const kb_u32 *row = roots + 2 * (i - job.sieved);
        if (row[0] == KB_NO_ROOT) continue;
        kb_strike_root(words, row[0], primes[i], logs[i], base, length, 0, 1);
        kb_strike_root(words, row[1], primes[i], logs[i], base, length, 0, 1);
    }
    for (kb_u32 j = KB_ME; j < listed; j += KB_ALL) {
        KB_PLUS(words, list[j] & ((1u << job.bits) - 1), list[j] >> 24); /* within, whatever memory says */
    }
    KB_SYNC();
}

/* Writes down the places that are worth a look: found[0] counts them, and two words each tell the polynomial, the place and its byte. */
KB_FN void kb_look(kb_u32 k, kb_u32 base, kb_u32 length, KB_LOCAL const kb_u32 *words, kb_u32 room, KB_GLOBAL kb_u32 *found) {
    for (kb_u32 w = KB_ME; 4 * w < length; w += KB_ALL) {
        const kb_u32 word = words[w];
        if ((word & 0x80808080u) == 0) continue;
        for (kb_u32 j = 0; j < 4; j++) {
            const kb_u32 byte = word >> 8 * j & 255;
            if (byte < 128) continue;
            const kb_u32 slot = KB_TAKE_GLOBAL(found);
            if (slot < room) {
                found[2 + 2 * slot] = k;
                found[3 + 2 * slot] = (base + 4 * w + j) | byte << 24;
            }
        }
    }
}

/* Which sieved primes divide at the places [from, to), all of polynomial g; this thread's primes are i, i + step, ... */
KB_FN void kb_divide_places(const kb_job job, kb_u32 g, kb_u32 from, kb_u32 to, kb_u32 i, kb_u32 step, KB_GLOBAL const kb_u32 *primes,
                            KB_GLOBAL const kb_u32 *moves, KB_GLOBAL const kb_u32 *places, KB_GLOBAL kb_u32 *divisors) {
    for (; i < job.size; i += step) {
        const kb_u32 p = primes[i];
        const kb_roots r = kb_roots_at(job, i, p, g, moves);
        for (kb_u32 c = from; c < to; c++) {
            const kb_u32 place = places[c], rest = place < p ? place : place % p;
            if (rest == r.first || rest == r.second) {
                KB_GLOBAL kb_u32 *out = divisors + (kb_u64)c * KB_DIVISORS;
                const kb_u32 slot = KB_TAKE_GLOBAL(out);
                if (slot + 1 < KB_DIVISORS) out[slot + 1] = i;
            }
        }
    }
}
#endif
