// Our own kernels (cuda/*.cu) on the simulator, against published counts and plain loops. The full contracts run from
// Java; this is what a kernel's author sees first.
#include "../operations.h"
#include "test.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>

using u8 = std::uint8_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

static bool prime(u64 n) {
    for (u64 d = 2; d * d <= n; ++d) {
        if (n % d == 0) return false;
    }
    return n > 1;
}

static std::vector<u32> primes_from_7(u32 limit) {
    std::vector<bool> composite(limit + 1);
    std::vector<u32> primes;
    for (u32 p = 2; p <= limit; ++p) {
        if (composite[p]) continue;
        if (p >= 7) primes.push_back(p);
        for (u64 m = u64(p) * p; m <= limit; m += p) composite[m] = true;
    }
    return primes;
}

static constexpr u32 RESIDUES[] = {1, 7, 11, 13, 17, 19, 23, 29};

static u32 mask(u64 byte, u64 from, u64 to) { // the bits of numbers in [from, to]
    u32 bits = 0;
    for (int j = 0; j < 8; ++j) bits |= u32(byte * 30 + RESIDUES[j] >= from && byte * 30 + RESIDUES[j] <= to) << j;
    return bits;
}

// The patterns' table, made bit by bit: products of neighbouring primes from 7 on, so many of them, two primes each.
static std::vector<u32> pattern_table(const std::vector<u32> &primes, u32 groups) {
    std::vector<u32> table = {groups, 2 * groups, 0, 0};
    table.resize(4 + 4 * groups);
    for (u32 g = 0; g < groups; ++g) {
        const u32 p = primes[2 * g], q = primes[2 * g + 1], period = p * q;
        u32 quarter = 1;
        while (quarter * 4 % period != 1) ++quarter;
        const u32 head[] = {period, u32(table.size()), quarter, 0};
        std::copy(head, head + 4, table.begin() + 4 + 4 * g);
        for (u32 word = 0; word < period; ++word) {
            u32 bits = 0;
            for (u32 i = 0; i < 32; ++i) {
                const u64 n = (4 * u64(word) + i / 8) * 30 + RESIDUES[i % 8];
                bits |= u32(n % p != 0 && n % q != 0) << i;
            }
            table.push_back(bits);
        }
    }
    return table;
}

// What strikes: base primes, patterns, and how many rows a team shares.
struct Strikers {
    CUdeviceptr base, patterns;
    u32 n, shared;
};

static CUdeviceptr rows(const Device &device, const Strikers &with, u64 first) {
    CUdeviceptr made = allocate(16 * u64(with.n) + 16);
    CHECK_IS(0, run(device, "kb_sieve_rows", {2, 64}, with.base, with.n, first, made));
    return made;
}

// Primes in [from, to], from > 5.
static u64 count(const Device &device, const Strikers &with, u64 from, u64 to, u32 segment, unsigned grid, unsigned block) {
    const u64 first = from / 30, bytes = to / 30 - first + 1;
    CUdeviceptr counts = allocate(grid * 8), made = rows(device, with, first);
    CHECK_IS(0, run(device, "kb_sieve_count", {grid, block, segment}, made, with.n, with.shared, with.patterns, first, bytes,
                    mask(first, from, to), mask(first + bytes - 1, from, to), segment, counts));
    u64 sum = 0;
    for (u64 each : download<u64>(counts, grid)) sum += each;
    CHECK_IS(0, cuMemFree_v2(counts));
    CHECK_IS(0, cuMemFree_v2(made));
    return sum;
}

static void sieve() {
    Device device;
    auto primes = primes_from_7(4000);
    CUdeviceptr base = upload(primes);
    const u32 all = u32(primes.size());
    const Strikers n = {base, upload(pattern_table(primes, 4)), all, 100}, plain = {base, upload(pattern_table(primes, 0)), all, 0};
    for (u32 segment : {4u, 1000u, 32768u, 49152u - 256u}) {
        for (unsigned block : {64u, 256u, 1024u}) {
            if (segment == 4) CHECK_IS(9592 - 3, count(device, n, 7, 100000, segment, 300, block));
            else CHECK_IS(78498 - 3, count(device, block == 256 ? plain : n, 7, 1000000, segment, 3, block));
        }
    }
    CHECK_IS(664579 - 3, count(device, n, 7, 10000000, 32768, 7, 256));
    for (u64 from = 7; from < 200; ++from) {
        for (u64 to = from; to < from + 40; to += 13) {
            u64 expected = 0;
            for (u64 i = from; i <= to; ++i) expected += prime(i);
            CHECK_IS(expected, count(device, to % 2 ? plain : n, from, to, 8, 2, 64));
        }
    }
    const u64 bytes = 33337;
    CUdeviceptr bits = allocate((bytes + 3) / 4 * 4);
    CHECK_IS(0, run(device, "kb_sieve_bits", {3, 128, 4096}, rows(device, n, 11), n.n, n.shared, n.patterns, u64(11), bytes, 4096u,
                    bits));
    auto sieved = download<u8>(bits, bytes);
    int wrong = 0;
    for (u64 i = 0; i < bytes * 8; ++i) {
        wrong += (sieved[i / 8] >> i % 8 & 1) != prime((11 + i / 8) * 30 + RESIDUES[i % 8]);
    }
    CHECK_IS(0, wrong);
}

// The last bytes below 2^64, where 30 (first + bytes) does not fit. With the small base primes only: the numbers that
// they leave.
static void sieve_at_the_top() {
    Device device;
    auto primes = primes_from_7(3000);
    CUdeviceptr base = upload(primes), bits = allocate(100);
    const u64 last = ~u64(0) / 30, first = last - 99;
    for (u32 groups : {0u, 8u}) {
        const Strikers n = {base, upload(pattern_table(primes, groups)), u32(primes.size()), 7 * groups};
        CHECK_IS(0, run(device, "kb_sieve_bits", {2, 64, 64}, rows(device, n, first), n.n, n.shared, n.patterns, first, u64(100), 64u,
                        bits));
        auto sieved = download<u8>(bits, 100);
        int wrong = 0;
        for (u64 i = 0; i < 99 * 8; ++i) {
            const u64 number = (first + i / 8) * 30 + RESIDUES[i % 8];
            const bool left = std::none_of(primes.begin(), primes.end(), [&](u32 p) { return number % p == 0; });
            wrong += (sieved[i / 8] >> i % 8 & 1) != left;
        }
        CHECK_IS(0, wrong);
    }
}

// Every prime y < p <= sqrt x asks for pi(x / p): segment by segment, against the sieve of a plain loop.
static void questions() {
    Device device;
    auto primes = primes_from_7(4000);
    const Strikers with = {upload(primes), upload(pattern_table(primes, 4)), u32(primes.size()), 60};
    for (u64 x : {u64(10000000), u64(99990001), u64(1234567890)}) {
        u64 root = u64(std::sqrt(double(x)));
        const u64 y = root / 3, first = root / 30, end = x / y / 30 + 2, segment = 64;
        std::vector<u64> pairs(2 * (root / 128 + 2));
        u64 before = 0;
        for (u64 i = 0; i < root / 128 + 1; ++i) {
            pairs[2 * i + 1] = before;
            for (u64 j = 0; j < 64; ++j) {
                const u64 n = 128 * i + 2 * j + 1;
                const bool in = n <= root && (n == 1 || prime(n));
                pairs[2 * i] |= u64(in) << j;
                before += in;
            }
        }
        const u64 bytes = end - first, segments = (bytes + segment - 1) / segment;
        CUdeviceptr out = allocate(segments * 16);
        CHECK_IS(0, run(device, "kb_ask_sieve", {5, 128, u32(segment) * 9 / 8}, rows(device, with, first), with.n, with.shared,
                        with.patterns, upload(pairs), x, y, root, first, bytes, u32(segment), out));
        auto answers = download<u64>(out, segments * 2);
        std::vector<u64> sums(segments), found(segments), upto(30 * segment * segments);
        for (u64 i = 0, count = 0; i < upto.size(); ++i) {
            if (i % (30 * segment) == 0) count = 0;
            const u64 n = first * 30 + i;
            const bool in = n < (first + bytes) * 30 && prime(n);
            count += in;
            found[i / (30 * segment)] += in;
            upto[i] = count;
        }
        for (u64 p = y + 1; p <= root; ++p) {
            const u64 at = x / p - first * 30;
            if (!prime(p)) continue;
            sums[at / (30 * segment)] += upto[at];
        }
        for (u64 i = 0; i < segments; ++i) {
            CHECK_IS(sums[i], answers[2 * i]);
            CHECK_IS(found[i], answers[2 * i + 1]);
        }
    }
}

// pi(n) by rough numbers, in lists with more room than n needs and with steps behind the last prime.
static void rough_numbers() {
    Device device;
    for (u64 n = 16; n <= 40000; n = n < 400 ? n + 1 : n + 97) {
        u64 pi = 0;
        for (u32 p : {2u, 3u, 5u}) pi += p <= n;
        for (u32 p : primes_from_7(u32(n))) pi += p <= n;
        const u64 root = u64(std::sqrt(double(n))), room = (root + 1) / 2 + n % 3;
        std::vector<u64> table = {n, root, 0, room};
        for (u64 p = 3; p * p <= root; p += 2) {
            if (!prime(p)) continue;
            ++table[2];
            table.push_back(n / p);
            table.push_back(((u64(1) << 40) / p + 1) << 16 | p);
        }
        const unsigned blocks = 1 + n % 5;
        CUdeviceptr steps = upload(table), small = allocate(8 * room), rough = allocate(8 * room), large = allocate(16 * room),
                    sums = allocate(8 * blocks);
        CHECK_IS(0, run(device, "kb_rough_begin", {blocks, 64}, steps, small, rough, large));
        for (u32 step = 0; step < table[2] + n % 2; ++step) {
            CHECK_IS(0, run(device, "kb_rough_step", {blocks, 64}, steps, step, small, rough, large));
        }
        CHECK_IS(0, run(device, "kb_rough_end", {blocks, 64}, steps, small, rough, large, sums));
        u64 count = table[2];
        for (u64 sum : download<u64>(sums, blocks)) count += sum;
        CHECK_IS(pi, count);
        for (CUdeviceptr p : {steps, small, rough, large, sums}) CHECK_IS(0, cuMemFree_v2(p));
    }
}

static void numbers() {
    Device device;
    std::vector<u64> n;
    for (u64 i = 0; i < 3000; ++i) n.push_back(i);
    const u64 special[] = {2139079,     1214759,    1516637,    1852285,  // trial division says
                           3215031751,  4759123141, 4294967291,           // the last, 2^32 - 5
                           3825123056546413051, 9223372036854775807, 18446744073709551557u, ~u64(0),
                           4294967291 * u64(4294967279)};
    n.insert(n.end(), std::begin(special), std::end(special));
    CUdeviceptr in = upload(n), out = allocate(n.size()), parts = allocate(n.size() * 16);
    CHECK_IS(0, run(device, "kb_is_prime", {4, 128}, in, u64(n.size()), out));
    CHECK_IS(0, run(device, "kb_factor_parts", {4, 64}, in, u64(n.size()), parts));
    auto is = download<u8>(out, n.size());
    auto found = download<u64>(parts, n.size() * 2);
    const u64 composite = u64(1) << 63;
    for (std::size_t i = 0; i < n.size(); ++i) {
        CHECK_IS(n[i] < 10000000000 ? prime(n[i]) : n[i] == 18446744073709551557u, is[i]); // 2^64 - 59
        const u64 left = found[2 * i], small = found[2 * i + 1];
        u64 rest = n[i], bits = small & ~composite;
        for (u64 p = 2; p < 257; ++p) {
            if (!prime(p)) continue;
            CHECK_IS(n[i] != 0 && n[i] % p == 0, bits & 1);
            bits >>= 1;
            while (rest != 0 && rest % p == 0) rest /= p;
        }
        CHECK_IS(rest, left);
        if (rest > 1 && rest < 10000000000) CHECK_IS(prime(rest), !(small & composite));
    }
}

static std::vector<u64> in_doubles(const Device &device, const std::vector<u64> &n, u32 curve, u32 each, u32 b1, u32 b2, u32 m) {
    CUdeviceptr out = allocate(n.size() * each * 8);
    CHECK_IS(0, run(device, "kb_factor_curves48", {3, 64, 64 * 24 * 16}, upload(n), u64(n.size()), curve, each, b1, b2, m, out));
    return download<u64>(out, n.size() * each);
}

// Curves in doubles find what curves in words find: of the largest numbers that they take, of small ones, of primes, squares and cubes, on
// all curves and with all giant steps.
static void curves_in_doubles() {
    Device device;
    std::vector<u64> n;
    for (u64 i = 1; i < 120; i += 2) n.push_back((u64(1) << 48) - i);
    for (u64 i = 1; i < 60; i += 2) n.push_back((u64(1) << 47) + i);
    for (u64 i = 257; i < 400; i += 2) n.push_back(i * i * i);
    for (u64 p : {16777213u, 16777199u, 11863279u}) n.push_back(p * p);
    for (u32 m : {10u, 15u, 35u}) {
        for (u32 curve : {0u, 13u, 26u}) {
            CUdeviceptr out = allocate(n.size() * 13 * 8);
            CHECK_IS(0, run(device, "kb_factor_curves", {3, 64, 64 * 24 * 16}, upload(n), u64(n.size()), curve, 13u, 10 + m, 40 * m, m,
                            out));
            auto words = download<u64>(out, n.size() * 13);
            CHECK(words == in_doubles(device, n, curve, 13, 10 + m, 40 * m, m));
            CHECK(std::count(words.begin(), words.end(), u64(0)) < std::ptrdiff_t(words.size() * 9 / 10)); // they do find
        }
    }
}

// Semiprimes of every size, each by a few curves at once and by rho: what comes out divides, and few are left.
static void curves() {
    Device device;
    u64 seed = 88172645463325252u;
    for (u32 bits = 18; bits <= 64; bits += 2) {
        std::vector<u64> n;
        while (n.size() < 33) {
            u64 factors[2];
            for (u64 &p : factors) {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                p = (seed >> (64 - bits / 2)) | u64(3) << (bits / 2 - 2) | 1;
                while (!prime(p)) p += 2;
            }
            if (factors[0] != factors[1]) n.push_back(factors[0] * factors[1]);
        }
        const u32 each = bits < 50 ? 8 : 24, b1 = bits < 50 ? 50 : 205, m = bits < 40 ? 10 : bits < 50 ? 15 : 35;
        CUdeviceptr in = upload(n), out = allocate(n.size() * each * 8);
        CHECK_IS(0, run(device, "kb_factor_curves", {3, 64, 64 * 24 * 16}, in, u64(n.size()), 1u, each, b1, 40 * b1, m, out));
        auto divisors = download<u64>(out, n.size() * each);
        if (bits <= 48) CHECK(divisors == in_doubles(device, n, 1, each, b1, 40 * b1, m));
        std::size_t split = 0;
        for (std::size_t i = 0; i < n.size(); ++i) {
            bool one = false;
            for (u32 j = 0; j < each; ++j) {
                const u64 d = divisors[i + j * n.size()];
                CHECK(d == 0 || (d > 1 && d < n[i] && n[i] % d == 0));
                one |= d != 0;
            }
            split += one;
        }
        if (bits > 32) { // below, both factors are often found at once
            CHECK(split >= n.size() - 3);
            continue;
        }
        CHECK_IS(0, run(device, "kb_factor_rho", {1, 64}, in, u64(n.size()), out));
        divisors = download<u64>(out, n.size());
        for (std::size_t i = 0; i < n.size(); ++i) CHECK(divisors[i] > 1 && divisors[i] < n[i] && n[i] % divisors[i] == 0);
    }
}

template <class T> static T op(int which, T a, T x, T y, T z) {
    switch (which) {
    case KB_ADD: return x + y;
    case KB_MUL: return x * y;
    case KB_FMA: return std::fma(x, y, z);
    case KB_SCALE: return a * x;
    case KB_AXPY: return std::fma(a, x, y);
    default: return std::exp(x);
    }
}

template <class T> static T reduce(int which, T a, const std::vector<T> &x, const std::vector<T> &y, u64 begin) {
    std::vector<T> lanes(KB_LANES, 0);
    auto larger = [](T p, T q) { return std::isnan(p) || std::isnan(q) ? T(NAN) : std::max(p, q); };
    for (u64 i = begin; i < x.size() && i < begin + KB_BLOCK; ++i) {
        T &lane = lanes[i % KB_LANES];
        const T scaled = a * x[i];
        lane = which == KB_SUM   ? lane + x[i]
               : which == KB_DOT ? std::fma(x[i], y[i], lane)
               : which == KB_SUMSQ ? std::fma(scaled, scaled, lane)
                                   : larger(lane, std::fabs(x[i]));
    }
    for (int half = KB_LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; ++i) {
            lanes[i] = which == KB_AMAX ? larger(lanes[i], lanes[i + half]) : lanes[i] + lanes[i + half];
        }
    }
    return lanes[0];
}

template <class T> static void vectors(const char *map, const char *fold) {
    Device device;
    const u64 n = 3 * KB_BLOCK + 77;
    std::vector<T> x(n), y(n), z(n);
    for (u64 i = 0; i < n; ++i) {
        x[i] = T(std::sin(double(i)) * 20);
        y[i] = T(std::cos(double(i)) / 3);
        z[i] = T(1) / T(i + 1);
    }
    const T a = T(0.7);
    CUdeviceptr dx = upload(x), dy = upload(y), dz = upload(z), out = allocate(n * sizeof(T)), none = 0;
    for (u32 which = KB_ADD; which <= KB_EXP; ++which) {
        CHECK_IS(0, run(device, map, {5, 192}, which, a, a, dx, which == KB_SCALE ? none : dy,
                        which == KB_FMA ? dz : none, out, n));
        auto result = download<T>(out, n);
        int wrong = 0;
        for (u64 i = 0; i < n; ++i) {
            const T expected = op(which, a, x[i], y[i], z[i]);
            const T allowed = which == KB_EXP ? expected * std::numeric_limits<T>::epsilon() : T(0);
            wrong += !(std::fabs(result[i] - expected) <= allowed);
        }
        CHECK_IS(0, wrong);
    }
    for (int with_nan = 0; with_nan < 2; ++with_nan) {
        for (u32 which = KB_SUM; which <= KB_AMAX; ++which) {
            CHECK_IS(0, run(device, fold, {3, 64}, which, a, dx, dy, n, out));
            auto partials = download<T>(out, 4);
            for (u64 b = 0; b < 4; ++b) {
                const T expected = reduce(which, a, x, y, b * KB_BLOCK);
                CHECK(partials[b] == expected || (std::isnan(partials[b]) && std::isnan(expected)));
            }
        }
        x[KB_BLOCK + 100] = std::numeric_limits<T>::quiet_NaN();
        dx = upload(x);
    }
}

double sieve_seconds() { // pi(10^8)
    Device device;
    auto primes = primes_from_7(10000);
    const Strikers n = {upload(primes), upload(pattern_table(primes, 8)), u32(primes.size()), 150};
    const auto start = std::chrono::steady_clock::now();
    CHECK_IS(5761455 - 3, count(device, n, 7, 100000000, 32768, 64, 256));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void test_ours() {
    sieve();
    sieve_at_the_top();
    questions();
    rough_numbers();
    numbers();
    curves();
    curves_in_doubles();
    vectors<double>("kb_map_f64", "kb_reduce_f64");
    vectors<float>("kb_map_f32", "kb_reduce_f32");
}
