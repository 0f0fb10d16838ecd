package io.kubefed.fcp.controllers;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.model.ClusterName;
import io.kubefed.sync.cluster.MemberConnector;
import java.util.Map;
import reactor.core.Disposable;

/** Connects to members over the transport that all clusters share. */
final class Connector implements MemberConnector {

    private final Transport transport;

    Connector(Transport transport) {
        this.transport = transport;
    }

    @Override
    public ClusterClient connect(ClusterName member, String address, Map<String, byte[]> secret) {
        ClusterAccess access = secret.isEmpty()
                ? ClusterAccess.anonymous(address)
                : Kubeconfigs.fromSecret("the Secret of Cluster " + member, secret, address);
        return transport.connect("member " + member, access);
    }

    @Override
    public void close(ClusterClient client) {
        if (client instanceof Disposable connection) {
            connection.dispose();
        }
    }
}
