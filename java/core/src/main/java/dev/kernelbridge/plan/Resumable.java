package dev.kernelbridge.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A plan whose state can be written down between units, so that another process can go on with it. */
public interface Resumable {

    /** What is computed, in words that tell one request from another: {@code pi(1000000)}; null for a plan that is not worth it. */
    String request();

    /** Writes what is needed to go on: which units are left and what the others gave. Called when no unit's result is being accepted. */
    void save(DataOutput out) throws IOException;

    /**
     * Takes up what {@link #save} wrote for the same request; called at most once, before the units are asked for.
     *
     * @throws IOException if it makes no sense
     */
    void load(DataInput in) throws IOException;

    /** The cost of the units that a loaded state has done already; known once the units have been asked for. */
    double loadedCost();
}
