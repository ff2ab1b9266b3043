"""The article's two programs as a beginner writes them. Reads requests from standard input, one a line: `divisors 12 13` or
`count_prime 100`; answers each with one line of JSON, in which `seconds` is the time of the work alone."""
import json
import sys
import time


def factorize(n):
    """All divisors of n: tries every number up to n."""
    divisors = []
    for i in range(1, n + 1):
        if n % i == 0:
            divisors.append(i)
    return divisors


def count_prime(limit):
    """The number of primes up to limit: divides each number by all others up to its root, until one divides it."""
    count = 0
    for n in range(2, limit + 1):
        prime = True
        i = 2
        while i * i <= n:
            if n % i == 0:
                prime = False
                break
            i += 1
        if prime:
            count += 1
    return count


for line in sys.stdin:
    program, *numbers = line.split()
    numbers = [int(number) for number in numbers]
    begin = time.perf_counter()
    if program == "divisors":
        result = [factorize(n) for n in numbers]
    else:
        result = count_prime(numbers[0])
    seconds = time.perf_counter() - begin
    print(json.dumps({"result": result, "seconds": seconds}), flush=True)
