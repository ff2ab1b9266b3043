package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said on the way against what it took, in polynomials. */
final class ForecastTest {
    private static final int STRETCH = 16;
    private static final double FROM = 0.08; // of the way

    @ParameterizedTest
    @CsvSource({"27095541602341800040329894491021573, 0", "4089390546668670387182942980303036388303, 0",
        "14554044315296926539060099607635100338117830880017, 1.8"})
    void itIsNeverFarOff(BigInteger n, double pairs) {
        Parameters usual = Parameters.of(n);
        Parameters p = new Parameters(pairs == 0 ? usual.base() : usual.base() * 2 / 3, usual.blocks(), usual.blockBits(), usual.small(),
                usual.left(), usual.multiple(), pairs, usual.factor(), usual.excess());
        Job job = new Job(n, Multiplier.of(n), p);
        Engine engine = QuadraticSieveTest.session(1, null, null).engine();
        Forecast forecast = new Forecast(pairs != 0);
        List<Double> said = new ArrayList<>();
        double done = 0;
        for (int i = 0; !job.enough(); i++) {
            SieveCoefficient c = job.coefficients.get(i);
            for (int from = 0; from < c.polynomials() && !job.enough(); from += STRETCH) {
                RelationList found = new RelationList();
                int to = Math.min(from + STRETCH, c.polynomials());
                engine.factors().relations().sieve(job.tables, c, from, to, found);
                job.relations.addAll(c, Harvest.of(job.tables, c, found, engine));
                forecast.add(to - from, job.relations);
                done += to - from;
                said.add(done);
                said.add(forecast.total(job.relations, job.needed()));
            }
        }
        for (int i = 0; i < said.size(); i += 2) {
            double ratio = said.get(i + 1) / done;
            assertTrue(said.get(i) < FROM * done || ratio > 0.6 && ratio < 1.7,
                    "after " + said.get(i) + " of " + done + " polynomials it said " + said.get(i + 1));
        }
    }
}
