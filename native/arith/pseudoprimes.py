#!/usr/bin/env python3
"""Writes pseudoprimes.h: a bit for each hash of a strong pseudoprime to base 2 below 2^32 without prime factors below 59.

    python3 pseudoprimes.py > pseudoprimes.h

If p divides a pseudoprime n, the order of 2 modulo p divides n - 1, hence n / p - 1. So with n's least prime factor p below 2^16 only few n
are to be asked, and these are all. native/test/factor_test.c finds them again, in C.
"""
from math import gcd, prod

BITS = 15
LEAST = 59
primes = [p for p in range(2, 1 << 16) if all(p % q for q in range(2, int(p**0.5) + 1))]
SMALL = prod(p for p in primes if p < LEAST)


def order(p):
    """Of 2 modulo p."""
    k = rest = p - 1
    for q in primes:
        if q * q > rest:
            q = rest
        while q > 1 and rest % q == 0:
            rest //= q
            if pow(2, k // q, p) == 1:
                k //= q
        if rest == 1:
            return k


def strong(n):
    s = (n - 1 & 1 - n).bit_length() - 1
    x = pow(2, (n - 1) >> s, n)
    return x == 1 or any(pow(x, 2**i, n) == n - 1 for i in range(s))


found = set()
for p in primes:
    if p < LEAST:
        continue
    h = order(p)
    for m in range(h + 1, ((1 << 32) - 1) // p + 1, h):
        if m >= p and gcd(m, SMALL) == 1 and pow(2, p * m - 1, p * m) == 1 and strong(p * m):
            found.add(p * m)

table = [0] * (1 << (BITS - 6))
for n in found:
    h = (n * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - BITS)
    table[h >> 6] |= 1 << (h & 63)
print("/* Made by pseudoprimes.py, which says how; do not edit. */")
print("#ifndef KB_PSEUDOPRIMES_H\n#define KB_PSEUDOPRIMES_H\n#include \"prelude.h\"\n")
print(f"/* Of {len(found)} strong pseudoprimes to base 2. */")
print(f"KB_TABLE kb_u64 KB_PSEUDOPRIME_HASHES[{len(table)}] = {{")
for i in range(0, len(table), 6):
    print("    " + ", ".join(f"0x{w:016X}u" for w in table[i:i + 6]) + ("," if i + 6 < len(table) else ""))
print("};\n")
print("""/* Whether n < 2^32 without prime factors below 59, which passed the strong test to base 2, may yet be composite. If not, it is prime. */
KB_FN int kb_maybe_pseudoprime(kb_u32 n) {""")
print(f"    const kb_u32 h = (n * 0x9E3779B1u) >> {32 - BITS};")
print("    return (int)(KB_PSEUDOPRIME_HASHES[h >> 6] >> (h & 63) & 1);\n}\n#endif")
