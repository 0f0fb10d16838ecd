package io.kubefed.benchmarks.informer;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.IntSupplier;

/** fabric8's informer with its defaults. */
final class Fabric8Side implements Side {

    private final KubernetesClient client;

    Fabric8Side(String url) {
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(url).build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public IntSupplier follow(String namespace, Runnable changed) {
        ResourceEventHandler<Pod> handler = new Handler(changed);
        SharedIndexInformer<Pod> informer = namespace.isEmpty()
                ? client.pods().inAnyNamespace().inform(handler)
                : client.pods().inNamespace(namespace).inform(handler);
        return () -> informer.getStore().list().size();
    }

    private record Handler(Runnable changed) implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            changed.run();
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            changed.run();
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            changed.run();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
