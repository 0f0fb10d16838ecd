package io.kubefed.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the controllers over the {@code RealClusters} of a test class, anew for every test, with all members joined. A test that wants to
 * stop and start them, or to know whether they rest, takes a {@link RunningFederation} as parameter of its constructor or methods.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RunningControllersExtension.class)
@interface RunningControllers {}
