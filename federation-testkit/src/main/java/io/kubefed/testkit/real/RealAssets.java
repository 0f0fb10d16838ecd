package io.kubefed.testkit.real;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory with the real binaries. */
final class RealAssets {

    private RealAssets() {}

    /** A binary of the pinned Kubernetes version, or of etcd or kwok. */
    static Path binary(String name) {
        return find(directory(), name);
    }

    /**
     * A server binary for a member, which may be of another Kubernetes version: the directories in {@code KUBEFED_MEMBER_ASSETS},
     * separated by colons, serve the members in turn.
     *
     * @param member the number of the member, from 0
     */
    static Path memberBinary(int member, String name) {
        @Nullable String directories = System.getenv("KUBEFED_MEMBER_ASSETS");
        if (directories == null || directories.isEmpty()) {
            return binary(name);
        }
        String[] inTurn = directories.split(":", -1);
        return find(Path.of(inTurn[member % inTurn.length]), name);
    }

    /** The stages that make kwok play a kubelet. */
    static Path stages() {
        return find(directory(), "stages");
    }

    private static Path directory() {
        @Nullable String directory = System.getenv("KUBEBUILDER_ASSETS");
        if (directory == null || directory.isEmpty()) {
            throw new IllegalStateException(
                    "no real binaries: run \"make assets\" and set KUBEBUILDER_ASSETS to what it prints");
        }
        return Path.of(directory);
    }

    private static Path find(Path directory, String name) {
        Path path = directory.resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalStateException(directory + " has no " + name + ": run \"make assets\"");
        }
        return path;
    }
}
