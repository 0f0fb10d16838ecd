package io.kubefed.testkit.real;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts what {@link RealClusters} asks for, once per shape and test run. */
final class RealClustersExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RealClustersExtension.class);

    private record Shape(int members, RealCluster.Shape federationApi, RealCluster.Shape shape) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealFederation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        RealClusters asked = context.getRequiredTestClass().getAnnotation(RealClusters.class);
        Shape shape = new Shape(asked.members(), asked.federationApi(), asked.shape());
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        shape,
                        key -> RealFederation.start(key.federationApi(), key.members(), key.shape()),
                        RealFederation.class);
    }
}
