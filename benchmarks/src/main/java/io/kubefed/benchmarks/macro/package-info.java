/** The whole of {@code fcp} on real kube-apiservers, against a bare client that sends the same requests. */
@NullMarked
package io.kubefed.benchmarks.macro;

import org.jspecify.annotations.NullMarked;
