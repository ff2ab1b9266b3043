/* Complete factorization of one number: trial division, then a stack of cofactors, each proved prime or split. */
#ifndef KB_ONE_H
#define KB_ONE_H
#include "../arith/parts.h"
#include "../arith/pseudoprimes.h"
#include "split.h"

/* Adds p to those listed, unless it is there. */
static inline void list_prime(kb_u64 p, kb_u64 *primes) {
    int k = 0;
    while (primes[k] != 0 && primes[k] != p) k++;
    primes[k] = p;
}

/* Removes the primes below KB_TRIAL_END from n > 0 and appends them to primes. */
static inline kb_u64 divide_small(kb_u64 n, kb_u64 *primes, int *count) {
    if ((n & 1) == 0) {
        primes[(*count)++] = 2;
        n >>= __builtin_ctzll(n);
    }
    for (int i = 0; i < KB_TRIAL_PRIMES; i++) {
        if (!KB_MULTIPLE(n, KB_TRIAL_INVERSE[i], KB_TRIAL_MOST[i])) continue;
        primes[(*count)++] = KB_TRIAL_PRIME[i];
        do n *= KB_TRIAL_INVERSE[i]; /* exact */
        while (KB_MULTIPLE(n, KB_TRIAL_INVERSE[i], KB_TRIAL_MOST[i]));
    }
    return n;
}

/* Whether n, without prime factors below KB_TRIAL_END, is prime. */
static inline int is_prime_cofactor(kb_u64 n) {
    if (n < KB_TRIAL_END * KB_TRIAL_END) return 1;
    if (n >> 32 != 0 || kb_maybe_pseudoprime((kb_u32)n)) return kb_prime_tests(n);
    return kb_strong(n);
}

/* Lists the primes of n > 0, which has none below KB_TRIAL_END. */
static inline void factor_cofactor(kb_u64 n, kb_u64 *primes) {
    kb_u64 todo[KB_FACTOR_SLOTS];
    int depth = 0;
    if (n > 1) todo[depth++] = n;
    while (depth > 0) {
        const kb_u64 m = todo[--depth];
        if (is_prime_cofactor(m)) {
            list_prime(m, primes);
        } else {
            const kb_u64 d = split(m);
            todo[depth++] = d;
            todo[depth++] = m / d;
        }
    }
}

/* The primes of n below KB_TRIAL_END into KB_FACTOR_SLOTS slots, 0 behind them; returns what is left, 1 for n < 2. */
static inline kb_u64 begin_one(kb_u64 n, kb_u64 *primes) {
    int count = 0;
    for (int i = 0; i < KB_FACTOR_SLOTS; i++) primes[i] = 0;
    return n < 2 ? 1 : divide_small(n, primes, &count);
}

/* The distinct primes of n into KB_FACTOR_SLOTS slots, 0 behind them. */
static inline void factor_one(kb_u64 n, kb_u64 *primes) { factor_cofactor(begin_one(n, primes), primes); }
#endif
