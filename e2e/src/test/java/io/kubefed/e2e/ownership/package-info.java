/** Field ownership as a real kube-apiserver records it, against what {@code federation-apiserver} computes. */
@NullMarked
package io.kubefed.e2e.ownership;

import org.jspecify.annotations.NullMarked;
