/* Complete factorization of one number: trial division, then a stack of cofactors, each proved prime or split. */
#ifndef KB_ONE_H
#define KB_ONE_H
#include "split.h"

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

static inline int is_listed(kb_u64 p, const kb_u64 *primes, int count) {
    for (int i = 0; i < count; i++) {
        if (primes[i] == p) return 1;
    }
    return 0;
}

/* Whether n, without prime factors below KB_TRIAL_END, is prime. */
static inline int is_prime_cofactor(kb_u64 n) { return n < KB_TRIAL_END * KB_TRIAL_END || kb_prime_tests(n); }

/* The distinct primes of n into KB_FACTOR_SLOTS slots, 0 behind them. */
static inline void factor_one(kb_u64 n, kb_u64 *primes) {
    kb_u64 todo[KB_FACTOR_SLOTS];
    int count = 0, depth = 0;
    for (int i = 0; i < KB_FACTOR_SLOTS; i++) primes[i] = 0;
    if (n < 2) return;
    n = divide_small(n, primes, &count);
    if (n > 1) todo[depth++] = n;
    while (depth > 0) {
        const kb_u64 m = todo[--depth];
        if (is_prime_cofactor(m)) {
            if (!is_listed(m, primes, count)) primes[count++] = m;
        } else {
            const kb_u64 d = split(m);
            todo[depth++] = d;
            todo[depth++] = m / d;
        }
    }
}
#endif
