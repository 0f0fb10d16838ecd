package io.kubefed.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A federation API and members, all real, on one etcd. */
public final class RealFederation implements AutoCloseable {

    private final RealEtcd etcd;
    private final RealCluster federationApi;
    private final List<RealCluster> members;

    private RealFederation(RealEtcd etcd, RealCluster federationApi, List<RealCluster> members) {
        this.etcd = etcd;
        this.federationApi = federationApi;
        this.members = List.copyOf(members);
    }

    /**
     * Starts everything, and waits until it serves.
     *
     * @param federationApi the companions of the federation API
     * @param members how many members
     * @param shape the companions of every member
     */
    public static RealFederation start(RealCluster.Shape federationApi, int members, RealCluster.Shape shape) {
        try {
            Path directory = Files.createTempDirectory("kubefed-real");
            RealEtcd etcd = new RealEtcd(directory);
            RealCluster host = new RealCluster(
                    "federation", directory.resolve("federation"), etcd, federationApi, RealAssets::binary);
            List<RealCluster> started = new ArrayList<>(IntStream.rangeClosed(1, members)
                    .mapToObj(i -> new RealCluster(
                            "member-" + i,
                            directory.resolve("member-" + i),
                            etcd,
                            shape,
                            name -> RealAssets.memberBinary(i - 1, name)))
                    .toList());
            RealFederation federation = new RealFederation(etcd, host, started);
            Runtime.getRuntime().addShutdownHook(new Thread(federation::close));
            host.launch();
            started.forEach(RealCluster::launch);
            host.awaitReady();
            started.forEach(RealCluster::awaitReady);
            return federation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster that users talk to. */
    public RealCluster federationApi() {
        return federationApi;
    }

    /** The members, in the order of their names. */
    public List<RealCluster> members() {
        return members;
    }

    /** One member, counted from 0. */
    public RealCluster member(int index) {
        return members.get(index);
    }

    @Override
    public void close() {
        members.forEach(RealCluster::stop);
        federationApi.stop();
        etcd.stop();
    }
}
