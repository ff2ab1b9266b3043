package dev.kernelbridge.bench;

import java.util.ArrayList;
import java.util.List;

/** article.py line by line in Java: what the language alone brings. */
final class ArticleInJava implements Article {
    @Override
    public List<List<Long>> divisors() {
        return NUMBERS.stream().map(ArticleInJava::divisors).toList();
    }

    private static List<Long> divisors(long n) {
        List<Long> divisors = new ArrayList<>();
        for (long i = 1; i <= n; i++) {
            if (n % i == 0) {
                divisors.add(i);
            }
        }
        return divisors;
    }

    @Override
    public long countPrimes() {
        long count = 0;
        for (long n = 2; n <= LIMIT; n++) {
            boolean prime = true;
            for (long i = 2; i * i <= n; i++) {
                if (n % i == 0) {
                    prime = false;
                    break;
                }
            }
            if (prime) {
                count++;
            }
        }
        return count;
    }
}
