package io.kubefed.testkit.real;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link RealFederation} as parameter of its constructor or methods. Classes that ask for the same shape share
 * one, so each cleans up after itself or uses names of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealClustersExtension.class)
public @interface RealClusters {

    /** How many federation APIs, which may share the members. */
    int federations() default 1;

    /** How many members. */
    int members() default 2;

    /** The companions of the federation API. */
    RealCluster.Shape federationApi() default RealCluster.Shape.API_ONLY;

    /** The companions of every member. */
    RealCluster.Shape shape() default RealCluster.Shape.CONTROLLERS;
}
