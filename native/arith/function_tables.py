#!/usr/bin/env python3
"""Prints the coefficients that exp.h, log.h, sincos.h, tanh.h and pow.h hold, with the error of each polynomial. Needs mpmath.

    python3 function_tables.py

Each is the polynomial of least weighted error (Remez's exchange), its coefficients then rounded to the type.
"""
from mpmath import mp, mpf, matrix, lu_solve, exp, log, sin, cos, atanh, sqrt, pi, floor, log as ln

mp.prec = 200
LN2 = ln(mpf(2))


def rounded(x, bits):
    """x to so many bits, to nearest."""
    if x == 0:
        return mpf(0)
    m, e = mp.frexp(x)
    return mp.ldexp(mp.nint(mp.ldexp(m, bits)), int(e) - bits)


def minimax(f, weight, low, high, degree):
    """Coefficients of the polynomial that brings the most of |(f - p) weight| down, and that most."""
    n = degree + 1
    grid = [low + (high - low) * (1 - cos(pi * i / 400)) / 2 for i in range(401)]
    values = [(f(x), max(weight(x), mpf(2) ** -40)) for x in grid]
    at = [int(round(400 * (i + 0.5) / (n + 1))) for i in range(n + 1)]
    for _ in range(12):
        a, b = matrix(n + 1, n + 1), matrix(n + 1, 1)
        for row, i in enumerate(at):
            for j in range(n):
                a[row, j] = grid[i] ** j
            a[row, n] = (-1) ** row / values[i][1]
            b[row] = values[i][0]
        c = lu_solve(a, b)
        error = [(v - sum(c[j] * x**j for j in range(n))) * w for x, (v, w) in zip(grid, values)]
        runs, start = [], 0  # the extreme of each run of one sign
        for i in range(1, len(error) + 1):
            if i == len(error) or error[i] * error[start] < 0:
                runs.append(max(range(start, i), key=lambda k: abs(error[k])))
                start = i
        if len(runs) < n + 1:
            break
        while len(runs) > n + 1:
            runs.pop(0 if abs(error[runs[0]]) < abs(error[runs[-1]]) else -1)
        if runs == at:
            break
        at = runs
    return [c[j] for j in range(n)], max(abs(e) for e in error)


def show(name, f, weight, low, high, degree, bits):
    c, best = minimax(f, weight, low, high, degree)
    c = [rounded(v, bits) for v in c]
    points = [low + (high - low) * i / 1000 for i in range(1001)]
    error = max(abs((f(x) - sum(v * x**j for j, v in enumerate(c))) * weight(x)) for x in points)
    print(f"{name}: relative error 2^{float(ln(error) / LN2):.1f}, before rounding 2^{float(ln(best) / LN2):.1f}")
    for j, v in enumerate(c):
        print(f"    {text(v, bits)}  /* x^{j} */")


def text(c, bits):
    return float(c).hex() if bits == 53 else single(c)


def single(c):
    """As C writes a float: six hexadecimal digits."""
    m, e = mp.frexp(abs(c))
    n = int(mp.ldexp(m, 24)) * 2
    digits = f"{n - (1 << 24):06x}" if n >= 1 << 24 else f"{n:06x}"
    return f"{'-' if c < 0 else ''}0x1.{digits}p{int(e) - 1:+d}f"


def split(name, x, *bits):
    """x as a sum of numbers with so many bits."""
    print(name)
    for b in bits:
        part = rounded(x, b)
        print(f"    {float(part).hex()}")
        x -= part


def truncated(name, x, *bits):
    print(name)
    for b in bits:
        m, e = mp.frexp(x)
        part = mp.ldexp(floor(mp.ldexp(m, b)), int(e) - b)
        print(f"    {float(part).hex()}")
        x -= part


def main():
    half = LN2 / 2 + mpf(2) ** -20
    q = lambda r: ((exp(r) - 1 - r) / r**2 - mpf(1) / 2) / r if abs(r) > 1e-12 else mpf(1) / 6 + r / 24
    for bits, degree in ((53, 8), (24, 3)):  # e^r = 1 + r + r^2 (1/2 + r q(r))
        show(f"exp {bits}", q, lambda r: abs(r) ** 3 / exp(r), -half, half, degree, bits)
    for bits, degree in ((53, 9), (24, 4)):  # the same, but e^r - 1 has the least relative error
        show(f"tanh {bits}", q, lambda r: r**2, -half, half, degree, bits)
    low, high = sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1
    s = high / (2 + high) * (1 + mpf(2) ** -20)
    # log(1 + f) = 2 s + s^3 R(s^2)
    series = lambda z: (atanh(sqrt(z)) / sqrt(z) - 1) * 2 / z if z > 1e-12 else mpf(2) / 3 + z * 2 / 5
    show("log 53", series, lambda z: z / 2, mpf(0), s**2, 6, 53)
    tail = lambda z: (series(z) - mpf(2) / 3) / z if z > 1e-12 else mpf(2) / 5 + z * 2 / 7
    show("pow 53", tail, lambda z: z**2 / 2, mpf(0), s**2, 8, 53)
    show("pow 24", tail, lambda z: z**2 / 2, mpf(0), s**2, 3, 24)
    one = lambda f: (log(1 + f) - f + f**2 / 2) / f**3 if abs(f) > 1e-12 else mpf(1) / 3 - f / 4
    show("log 24", one, lambda f: f**3 / log(1 + f) if f != 0 else f, low - mpf(2) ** -22, high + mpf(2) ** -22, 8, 24)
    a, b = 2 + low, 2 + high
    for degree in (2, 3):
        show(f"1 / d, {degree}", lambda d: 1 / d, lambda d: d, a, b, degree, 24)
    quarter = (pi / 4 * (1 + mpf(2) ** -12)) ** 2
    for bits, degree in ((53, 5), (24, 3), (24, 2)):
        sine = lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z if z > 1e-12 else -mpf(1) / 6 + z / 120
        show(f"sin {bits}", sine, lambda z: z * sqrt(z) / sin(sqrt(z)) if z > 0 else z, mpf(0), quarter, degree, bits)
        cosine = lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2 if z > 1e-10 else mpf(1) / 24 - z / 720
        show(f"cos {bits}", cosine, lambda z: z**2 / cos(sqrt(z)), mpf(0), quarter, degree, bits)
    split("1 / ln 2", 1 / LN2, 53)
    split("1 / ln 2, float", 1 / LN2, 24)
    split("2 / pi", 2 / pi, 53)
    split("2 / pi, float", 2 / pi, 24)
    split("ln 2", LN2, 53, 53)
    split("ln 2, float", LN2, 24, 24)
    truncated("ln 2 with short parts", LN2, 41, 53)
    truncated("ln 2 with short parts, float", LN2, 15, 24)
    truncated("pi / 2", pi / 2, 53, 33, 53)
    truncated("pi / 2, float", pi / 2, 24, 10, 24)
    split("pi / 2, for the long way", pi / 2, 53, 53)
    split("pi / 2, for the long way, float", pi / 2, 24, 24)
    split("2 / 3", mpf(2) / 3, 53, 53)
    split("2 / 3, float", mpf(2) / 3, 24, 24)
    mp.prec = 1400
    words = int(floor(2 / pi * mpf(2) ** 1216))
    print("2 / pi, words of 64 bits")
    for i in range(18, -1, -1):
        print(f"    0x{words >> 64 * i & (1 << 64) - 1:016x}")


if __name__ == "__main__":
    main()
