/** JMH benchmarks of the parts that every event and every reconcile passes. */
@NullMarked
package io.kubefed.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
