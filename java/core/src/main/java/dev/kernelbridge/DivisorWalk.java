package dev.kernelbridge;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/**
 * Divisors in ascending order out of a queue of those that come next. Each divisor has one parent that is smaller, so each gets into the
 * queue once: with p its largest prime, in order, and e the exponent of p, the children of d are d p, d q and, if e is 1, d q / p, where
 * q is the next prime after p.
 */
final class DivisorWalk extends Spliterators.AbstractSpliterator<BigInteger> {
    static final int CHARACTERISTICS = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE;

    private final BigInteger[] primes;
    private final int[] exponents;
    private final PriorityQueue<Node> next = new PriorityQueue<>(Comparator.comparing(Node::divisor));

    /** @param last the index of the largest prime, -1 for 1 */
    private record Node(BigInteger divisor, int last, int exponent) {
    }

    DivisorWalk(BigInteger[] primes, int[] exponents) {
        super(Long.MAX_VALUE, CHARACTERISTICS);
        this.primes = primes;
        this.exponents = exponents;
        next.add(new Node(BigInteger.ONE, -1, 0));
    }

    @Override
    public boolean tryAdvance(Consumer<? super BigInteger> action) {
        Node node = next.poll();
        if (node == null) {
            return false;
        }
        int i = node.last;
        if (i >= 0 && node.exponent < exponents[i]) {
            next.add(new Node(node.divisor.multiply(primes[i]), i, node.exponent + 1));
        }
        if (i + 1 < primes.length) {
            BigInteger q = primes[i + 1];
            next.add(new Node(node.divisor.multiply(q), i + 1, 1));
            if (node.exponent == 1) {
                next.add(new Node(node.divisor.divide(primes[i]).multiply(q), i + 1, 1));
            }
        }
        action.accept(node.divisor);
        return true;
    }
}
