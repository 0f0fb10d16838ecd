package io.kubefed.sync.cluster;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ClusterName;
import java.util.Map;

/** Opens the API of a member. */
public interface MemberConnector {

    /**
     * A client for a member; nothing is sent yet.
     *
     * @param address as the {@code Cluster} gives it
     * @param secret the data of its Secret; empty for access without credentials
     * @throws PermanentException if the credentials cannot be used; the message says why and what to do
     */
    ClusterClient connect(ClusterName member, String address, Map<String, byte[]> secret);

    /** Closes a client that {@link #connect} made. */
    void close(ClusterClient client);
}
