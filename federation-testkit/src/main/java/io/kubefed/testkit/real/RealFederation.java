package io.kubefed.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A federation API, or several, and members, all real, on one etcd. */
public final class RealFederation implements AutoCloseable {

    private final RealEtcd etcd;
    private final List<RealCluster> federationApis;
    private final List<RealCluster> members;

    private RealFederation(RealEtcd etcd, List<RealCluster> federationApis, List<RealCluster> members) {
        this.etcd = etcd;
        this.federationApis = List.copyOf(federationApis);
        this.members = List.copyOf(members);
    }

    /**
     * Starts everything, and waits until it serves.
     *
     * @param federations how many federation APIs
     * @param federationApi the companions of every federation API
     * @param members how many members
     * @param shape the companions of every member
     */
    public static RealFederation start(
            int federations, RealCluster.Shape federationApi, int members, RealCluster.Shape shape) {
        try {
            Path directory = Files.createTempDirectory("kubefed-real");
            RealEtcd etcd = new RealEtcd(directory);
            List<RealCluster> hosts = IntStream.rangeClosed(1, federations)
                    .mapToObj(i -> i == 1 ? "federation" : "federation-" + i)
                    .map(name -> new RealCluster(
                            name,
                            directory.resolve(name),
                            etcd,
                            federationApi,
                            RealAssets::binary,
                            // Companions are made for a kube-apiserver.
                            federationApi == RealCluster.Shape.API_ONLY
                                    ? ApiServerCommand.ofFederation()
                                    : ApiServerCommand.kube(RealAssets::binary)))
                    .toList();
            List<RealCluster> started = IntStream.rangeClosed(1, members)
                    .mapToObj(i -> new RealCluster(
                            "member-" + i,
                            directory.resolve("member-" + i),
                            etcd,
                            shape,
                            name -> RealAssets.memberBinary(i - 1, name)))
                    .toList();
            RealFederation federation = new RealFederation(etcd, hosts, started);
            Runtime.getRuntime().addShutdownHook(new Thread(federation::close));
            federation.all().forEach(RealCluster::launch);
            federation.all().forEach(RealCluster::awaitReady);
            return federation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One federation, with everything started and serving. */
    public static RealFederation start(RealCluster.Shape federationApi, int members, RealCluster.Shape shape) {
        return start(1, federationApi, members, shape);
    }

    private List<RealCluster> all() {
        return Stream.concat(federationApis.stream(), members.stream()).toList();
    }

    /** The cluster that users talk to. */
    public RealCluster federationApi() {
        return federationApis.get(0);
    }

    /** The clusters that users of several federations talk to, each to one. */
    public List<RealCluster> federationApis() {
        return federationApis;
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
        all().forEach(RealCluster::stop);
        etcd.stop();
    }
}
