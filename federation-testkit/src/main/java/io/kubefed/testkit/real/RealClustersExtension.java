package io.kubefed.testkit.real;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts what {@link RealClusters} asks for, once per shape and test run. */
public final class RealClustersExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RealClustersExtension.class);

    private record Shape(int federations, int members, RealCluster.Shape federationApi, RealCluster.Shape shape) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealFederation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    /** The clusters of a test class that is annotated with {@link RealClusters}, for extensions that build on them. */
    public static RealFederation of(ExtensionContext context) {
        RealClusters asked = context.getRequiredTestClass().getAnnotation(RealClusters.class);
        Shape shape = new Shape(asked.federations(), asked.members(), asked.federationApi(), asked.shape());
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        shape,
                        key -> RealFederation.start(key.federations(), key.federationApi(), key.members(), key.shape()),
                        RealFederation.class);
    }
}
