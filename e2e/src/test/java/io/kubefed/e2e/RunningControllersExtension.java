package io.kubefed.e2e;

import io.kubefed.testkit.real.RealClustersExtension;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts what {@link RunningControllers} asks for; the store of a test closes it when the test has ended. */
final class RunningControllersExtension implements BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RunningControllersExtension.class);

    /** A constructor's parameter belongs to the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningFederation.class;
    }

    @Override
    public RunningFederation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return controllers(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        controllers(context).joinAll();
    }

    private static RunningFederation controllers(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        RunningFederation.class,
                        key -> new RunningFederation(RealClustersExtension.of(context)),
                        RunningFederation.class);
    }
}
