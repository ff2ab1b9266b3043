#!/usr/bin/env python3
"""Writes factor_tables.h: cheap Lucas chains as instructions for ecm.h, curves, and small primes for trial division.

    python3 factor_tables.py > factor_tables.h

A point is known by its x coordinate only, so A + B can be had only where A - B is known (P. L. Montgomery, "Evaluating recurrences of
form X(m+n) = f(X(m), X(n), X(m-n)) via Lucas chains", 1992). The state is A, B and C = A - B, and the goal d A + e B; Montgomery's
rules change both. He picks a rule by the ratio of d and e; here every rule is tried wherever its divisions are exact.

The curves' group orders modulo any prime are multiples of 12; their points have infinite order.
"""
import functools
from fractions import Fraction

ADD, DOUBLE = 6, 6  # multiplications modulo n
MOST = 512
TRIAL = 257  # itself a prime: what is left below its square is prime
WIDE = 1009  # where eight primes are tried at once
DEEP = 4099  # and the number had small factors, as random ones have
# Suyama's parameters, and of the curves with 12 rational points the multiples of (-2, 4): of 293 curves with small numbers first the one that
# found the most primes of 28 bits with bounds 89 and 3000, then the one that found most of what the first had left, and so on.
CURVES = ("11 11/13 T2 T4 47/3 9/4 35 32/11 35/4 47 16/9 43/4 41/8 26/11 16/7 37/6 17/2 1/13 8/13 31/3 54/5 12/7 29/2 44/3 18 33/4 45 25 43/5 52/7"
          " 49/8 56 29/12 50/7 23/2 46/9 43/8 6 7 9").split()


@functools.lru_cache(None)
def best(d, e):
    """Cost of d A + e B, and the rules that lead there."""
    if d == e:
        return (ADD, ("end",)) if d == 1 else (10**9, ())
    if d < e:
        cost, rules = best(e, d)
        return cost, ("swap",) + rules
    ways = [(ADD, "add", d - e, e)]
    if (d - e) % 2 == 0:
        ways.append((ADD + DOUBLE, "double", (d - e) // 2, e))
    if d % 2 == 0:
        ways.append((ADD + DOUBLE, "half_d", d // 2, e))
    if e % 2 == 0:
        ways.append((ADD + DOUBLE, "half_e", d, e // 2))
    if (d + e) % 3 == 0 and 2 * e > d:
        ways.append((3 * ADD, "third", (2 * d - e) // 3, (2 * e - d) // 3))
    ways = [(cost + best(d2, e2)[0], (rule,) + best(d2, e2)[1]) for cost, rule, d2, e2 in ways if d2 > 0 and e2 > 0]
    return min(ways, default=(10**9, ()))


def chain(p):
    """Instructions that turn the point in register 0 into p times itself, in register 0."""
    code = []

    def put(live, *sources):  # a sum (two summands, difference) or a double (one point) into a register that is not needed later
        to = min(set(range(5)) - set(live))
        code.append((to, *sources))
        return to

    if p == 2:
        return [(0, 0)]
    e = min(range(1, p, 2), key=lambda e: best((p - e) // 2, e)[0])
    a, b, c = put([0], 0), 0, 0
    for rule in best((p - e) // 2, e)[1]:
        if rule == "swap":
            a, b = b, a
        elif rule == "add":
            b, c = put([a, b], a, b, c), b
        elif rule == "double":
            n = put([a, c], a, b, c)
            a, b = put([n, c], a), n
        elif rule == "half_d":
            n = put([a, b], a, c, b)
            a, c = put([n, b], a), n
        elif rule == "half_e":
            n = put([a, b], c, b, a)
            b, c = put([n, a], b), n
        elif rule == "third":
            s = put([a, b, c], a, b, c)
            u = put([s, a, b, c], s, a, b)
            a, b = u, put([u, c], s, b, a)
        else:
            put([], a, b, c)
    return code


def check(p, code):
    known = {0: 1}
    for to, *of in code:
        if len(of) == 1:
            known[to] = 2 * known[of[0]]
        else:
            a, b, c = (known[r] for r in of)
            assert abs(a - b) == c or a + b == c
            known[to] = abs(a - b) if a + b == c and abs(a - b) != c else a + b
    assert known[0] == p, (p, known)


def word(to, a, b=None, c=None):
    return to | a << 3 | (7 << 9 if b is None else b << 6 | c << 9)


def suyama(s):
    """(A + 2) / 4 and x: u = s^2 - 5, v = 4 s, x = u^3 / v^3 (quoted by P. Zimmermann and B. Dodson, "20 years of ECM", 2006)."""
    u, v = s * s - 5, 4 * s
    return (v - u)**3 * (3 * u + v) / (16 * u**3 * v), (u / v)**3


def torsion12(k):
    """The same of the curve that k (-2, 4) on v^2 = u^3 - 12 u gives (P. L. Montgomery's thesis, 1992, section 6.2)."""
    u, v = Fraction(-2), Fraction(4)
    for i in range(1, k):  # plus (-2, 4)
        slope = (3 * u * u - 12) / (2 * v) if i == 1 else (v - 4) / (u + 2)
        third = slope * slope - u + 2
        u, v = third, slope * (u - third) - v
    a = ((u * u - 12) / (4 * u) - 1) / ((u * u - 12) / (4 * u) + 3)
    return ((-3 * a**4 - 6 * a**2 + 1) / (4 * a**3) + 2) / 4, (3 * a * a + 1) / (4 * a)


def curve(name):
    """-(A + 2) / 4 as a fraction, and the point; x to -x and A to -A is the same curve, so the sign can always be had."""
    a24, x = torsion12(int(name[1:])) if name[0] == "T" else suyama(Fraction(name))
    if a24 > 0:
        a24, x = 1 - a24, -x
    values = -a24.numerator, a24.denominator, abs(x.numerator), x.denominator if x > 0 else -x.denominator
    assert all(0 < abs(t) < 2**50 for t in values)
    return values


def rows(values, width):
    for i in range(0, len(values), width):
        print("    " + ", ".join(str(v) for v in values[i:i + width]) + ("," if i + width < len(values) else ""))


def main():
    primes = [p for p in range(2, MOST) if all(p % q for q in range(2, int(p**0.5) + 1))]
    powers = sorted((p**k, p) for p in primes for k in range(1, 10) if p**k < MOST)
    code, ends = [], []
    for _, p in powers:
        steps = chain(p)
        check(p, steps)
        code += [word(*s) for s in steps]
        ends.append(len(code))
    print("/* Made by factor_tables.py, which says how; do not edit. */")
    print("#ifndef KB_FACTOR_TABLES_H\n#define KB_FACTOR_TABLES_H\n#include \"prelude.h\"\n")
    print(f"#define KB_ECM_POWERS {len(powers)}\n")
    print("/* The prime powers in ascending order: a bound takes all of them up to it, each as its prime. */")
    print("KB_TABLE kb_u16 KB_ECM_POWER[KB_ECM_POWERS] = {")
    rows([q for q, _ in powers], 24)
    print("};\n\n/* Where the instructions of the prime power with the same index end. */")
    print("KB_TABLE kb_u16 KB_ECM_END[KB_ECM_POWERS] = {")
    rows(ends, 24)
    print("};\n\n/* target | a << 3 | b << 6 | (a - b) << 9; difference 7: the double of a. */")
    print(f"KB_TABLE kb_u16 KB_ECM_CHAIN[{len(code)}] = {{")
    rows(code, 22)
    print("};\n\n/* Curves: -(A + 2) / 4 = num / den, and the point x / z; all below 2^50, z with a sign. */")
    print(f"#define KB_ECM_CURVES {len(CURVES)}")
    curves = [curve(name) for name in CURVES]
    for i, name in enumerate(("NUM", "DEN", "X", "Z")):
        print(f"KB_TABLE {'kb_i64' if name == 'Z' else 'kb_u64'} KB_ECM_{name}[KB_ECM_CURVES] = {{")
        rows([f"{c[i]}" for c in curves], 8)
        print("};")
    def padded(low, high):  # with what divides no number above 0
        found = [p for p in range(low, high) if all(p % q for q in range(2, int(p**0.5) + 1))]
        return found + [0] * (-len(found) % 8)

    few, small, all_small = sum(p < TRIAL for p in primes[1:]), padded(3, WIDE), padded(3, WIDE) + padded(WIDE, DEEP)
    print("\n/* Trial division by odd primes: n is a multiple of p iff n * p^-1 mod 2^64 <= (2^64 - 1) / p. Below KB_TRIAL_END one by one; below")
    print(" * KB_TRIAL_WIDE and then below KB_TRIAL_DEEP in rows of eight, filled up with what divides no number above 0. */")
    print(f"#define KB_TRIAL_PRIMES {few}\n#define KB_TRIAL_END {TRIAL}")
    print(f"#define KB_TRIAL_ROWS {len(small) // 8}\n#define KB_TRIAL_WIDE {WIDE}")
    print(f"#define KB_TRIAL_DEEP_ROWS {len(all_small) // 8}\n#define KB_TRIAL_DEEP {DEEP}")
    wide = len(all_small)
    print(f"KB_TABLE kb_u16 KB_TRIAL_PRIME[{wide}] = {{")
    rows(all_small, 20)
    print(f"}};\nKB_TABLE kb_u64 KB_TRIAL_INVERSE[{wide}] = {{")
    rows([f"0x{pow(p or 1, -1, 2**64):016X}u" for p in all_small], 5)
    print(f"}};\nKB_TABLE kb_u64 KB_TRIAL_MOST[{wide}] = {{")
    rows([f"0x{(2**64 - 1) // p if p else 0:016X}u" for p in all_small], 5)
    print("};\n#endif")


main()
