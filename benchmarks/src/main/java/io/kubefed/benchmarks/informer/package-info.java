/** Our informer against fabric8's, each in a JVM of its own: CPU per event, heap per object, peak heap. */
@NullMarked
package io.kubefed.benchmarks.informer;

import org.jspecify.annotations.NullMarked;
