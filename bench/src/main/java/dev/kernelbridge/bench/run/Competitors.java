package dev.kernelbridge.bench.run;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.Article;
import dev.kernelbridge.bench.Ours;
import dev.kernelbridge.bench.bridge.Contestant;
import dev.kernelbridge.bench.peers.FactorPeer;
import dev.kernelbridge.bench.peers.Peer;
import dev.kernelbridge.bench.peers.PrimePeer;
import dev.kernelbridge.bench.peers.VectorApi;
import dev.kernelbridge.bench.peers.VectorPeer;
import dev.kernelbridge.bench.results.Competitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who is asked: the backends that the user named, the peers if they were asked for, and why some of them are not here. */
final class Competitors {
    private static final List<Class<? extends Peer>> KINDS = List.of(PrimePeer.class, FactorPeer.class, VectorPeer.class);

    private final List<String> backends = new ArrayList<>();
    private final List<Competitor> all = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, List<String>> flags = new LinkedHashMap<>();
    private final Map<Class<? extends Peer>, List<? extends Peer>> peers = new LinkedHashMap<>();
    private final Predicate<String> wantedPeer;
    private boolean gpu;

    /** With all peers, or without any. */
    Competitors(List<Backend> wanted, boolean withPeers) {
        this(wanted, _ -> withPeers);
    }

    /** Asks each backend, and each of the peers with such an id, whether it is here. */
    Competitors(List<Backend> wanted, Predicate<String> wantedPeer) {
        this.wantedPeer = wantedPeer;
        for (Backend backend : wanted) {
            backends.add(backend.id());
            List<Device> devices = Kernels.devices(backend);
            Availability availability = Kernels.availability(backend);
            if (!availability.available()) {
                missing.put(backend.id(), availability.toString());
            } else if (devices.stream().allMatch(d -> d.kind() == Device.Kind.SIMULATOR)) {
                missing.put(backend.id(), "a simulator is for correctness and is not timed; unset KERNELBRIDGE_CUDA_SIMULATOR");
            } else {
                gpu |= devices.stream().anyMatch(d -> d.kind() == Device.Kind.GPU);
            }
            String on = devices.isEmpty() ? "" : " on " + devices.getFirst();
            all.add(new Competitor(backend.id(), backend.name() + on, "this library", false));
        }
        for (Class<? extends Peer> kind : KINDS) {
            List<? extends Peer> here = Peer.all(kind).stream().filter(p -> wantedPeer.test(p.id())).toList();
            peers.put(kind, here);
            for (Peer peer : here) {
                all.add(new Competitor(peer.id(), peer.name(), peer.computes(), true));
                flags.put(peer.id(), peer.jvmFlags());
                peer.missing().ifPresent(reason -> missing.put(peer.id(), reason));
            }
        }
    }

    /** The ids of all peers that could be chosen. */
    static List<String> peerIds() {
        return Stream.concat(KINDS.stream().flatMap(kind -> Peer.all(kind).stream()).map(Peer::id), Article.others().stream().map(Competitor::id))
                .distinct().toList();
    }

    /** The backends that were asked for, here or not. */
    List<String> backends() {
        return backends;
    }

    /** JAVA's second form, in vector math. */
    String javaVector() {
        flags.put(Ours.JAVA_VECTOR, List.of(VectorApi.MODULE));
        if (!VectorApi.inRuntime()) {
            missing.put(Ours.JAVA_VECTOR, "this Java runtime was made without the module jdk.incubator.vector; use a whole JDK");
        }
        return also(new Competitor(Ours.JAVA_VECTOR, "JAVA with the Vector API", "this library, in a JVM that was started with "
                + VectorApi.MODULE, false));
    }

    /** The peers of one kind, here or not. */
    @SuppressWarnings("unchecked")
    <P extends Peer> Stream<P> peers(Class<P> kind) {
        return ((List<P>) peers.get(kind)).stream();
    }

    /** The ways from Java to C that can do that; which of them are here shows when they are opened. */
    List<String> bridges(Contestant.Question question) {
        return Arrays.stream(Contestant.values()).filter(c -> c.does(question)).map(c -> also(c.competitor())).toList();
    }

    /** What the article's programs ran on, without peers nobody; then our backends. */
    List<String> article() {
        Stream<String> others = Article.others().stream().filter(c -> wantedPeer.test(c.id())).map(c -> {
            Article.missing(c.id()).ifPresent(reason -> missing.put(c.id(), reason));
            return also(c);
        });
        return Stream.concat(others, backends.stream()).toList();
    }

    private String also(Competitor competitor) {
        if (all.stream().noneMatch(c -> c.id().equals(competitor.id()))) {
            all.add(competitor);
        }
        return competitor.id();
    }

    /** Whether some backend runs on a GPU. */
    boolean gpu() {
        return gpu;
    }

    /** Everyone, for the results file. */
    List<Competitor> all() {
        return List.copyOf(all);
    }

    /** What the JVMs of some have to be started with. */
    Map<String, List<String>> flags() {
        return flags;
    }

    /** Why each of those that are not here is not. */
    Map<String, String> missing() {
        return missing;
    }
}
