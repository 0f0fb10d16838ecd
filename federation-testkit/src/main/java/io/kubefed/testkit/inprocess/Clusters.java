package io.kubefed.testkit.inprocess;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test new clusters in this process: as a {@code List<InProcessCluster>}, or the first as an {@code InProcessCluster}, in
 * parameters of its methods. They are gone after the test.
 *
 * <pre>{@code
 * @Clusters(3)
 * class PropagationTest {
 *     @Test
 *     void propagates(List<InProcessCluster> clusters) { ... }
 * }
 * }</pre>
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClustersExtension.class)
public @interface Clusters {

    /** How many. */
    int value() default 1;
}
