package io.kubefed.apiserver.catalog;

import static java.util.Objects.requireNonNull;

/** The types that are served, as of now. Readers take a snapshot; one writer replaces it. */
public final class Catalog {

    private volatile Served served;

    /** Begins with these types. */
    public Catalog(Served served) {
        this.served = requireNonNull(served, "served");
    }

    /** The snapshot of this moment. */
    public Served served() {
        return served;
    }

    /** Replaces the snapshot. */
    public void replace(Served next) {
        served = requireNonNull(next, "next");
    }
}
