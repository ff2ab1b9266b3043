package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.results.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** In what two machines differ that times depend on: then a comparison is one of machines and not of revisions. */
final class MachineDifference {
    /** What is another value each time it is read. */
    private static final String PASSING = "(?i).*(clock|frequency|temperature|power draw|utili[sz]ation|uptime).*";

    private MachineDifference() {
    }

    /** One phrase for each difference: {@code processor model: AMD EPYC, now Xeon}; none if the machines are alike. */
    static List<String> of(Machine old, Machine now) {
        List<String> differences = new ArrayList<>();
        maps("processor ", old.cpu(), now.cpu(), differences);
        maps("Java ", old.java(), now.java(), differences);
        if (old.gpus().size() != now.gpus().size()) {
            differences.add("GPUs: " + old.gpus().size() + ", now " + now.gpus().size());
        } else {
            for (int i = 0; i < old.gpus().size(); i++) {
                maps("GPU " + i + " ", old.gpus().get(i), now.gpus().get(i), differences);
            }
        }
        return differences;
    }

    private static void maps(String what, Map<String, String> old, Map<String, String> now, List<String> differences) {
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            if (!key.matches(PASSING) && !Objects.equals(old.get(key), now.get(key))) {
                differences.add(what + key + ": " + old.getOrDefault(key, "not said") + ", now " + now.getOrDefault(key, "not said"));
            }
        }
    }
}
