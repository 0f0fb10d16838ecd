package io.kubefed.sync;

import io.kubefed.sync.adapter.Adapters;
import io.kubefed.sync.adapter.account.ServiceAccountAdapter;
import io.kubefed.sync.adapter.job.JobAdapter;
import io.kubefed.sync.adapter.namespace.NamespaceAdapter;
import io.kubefed.sync.adapter.secret.SecretAdapter;
import io.kubefed.sync.adapter.service.ServiceAdapter;
import io.kubefed.sync.adapter.storage.VolumeClaimAdapter;
import io.kubefed.sync.adapter.workload.DeploymentAdapter;
import io.kubefed.sync.adapter.workload.ReplicaSetAdapter;
import io.kubefed.sync.adapter.workload.StatefulSetAdapter;
import java.util.List;

/** The adapters that come with the library, one family a package. */
public final class StandardAdapters {

    private StandardAdapters() {}

    /** All of them. */
    public static Adapters all() {
        return Adapters.of(List.of(
                new NamespaceAdapter(),
                new SecretAdapter(),
                new ServiceAccountAdapter(),
                new DeploymentAdapter(),
                new ReplicaSetAdapter(),
                new StatefulSetAdapter(),
                new JobAdapter(),
                new ServiceAdapter(),
                new VolumeClaimAdapter()));
    }
}
