package io.kubefed.testkit.inprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Starts what {@link Clusters} asks for, once per test, and stops it after the test. */
final class ClustersExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ClustersExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == InProcessCluster.class || type == List.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        List<InProcessCluster> clusters = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> new Running(asked(context)), Running.class)
                .clusters;
        return parameter.getParameter().getType() == List.class ? clusters : clusters.get(0);
    }

    private static int asked(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), Clusters.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Clusters.class))
                .map(Clusters::value)
                .orElse(1);
    }

    private static final class Running implements AutoCloseable {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "in-process-clusters");
            daemon.setDaemon(true);
            return daemon;
        });
        private final Scheduler timer = Schedulers.fromExecutorService(thread);
        private final List<InProcessCluster> clusters = new ArrayList<>();

        Running(int count) {
            for (int i = 0; i < count; i++) {
                clusters.add(InProcessCluster.start("cluster " + i, timer, i));
            }
        }

        @Override
        public void close() {
            clusters.forEach(InProcessCluster::close);
            timer.dispose();
            thread.shutdownNow();
        }
    }
}
