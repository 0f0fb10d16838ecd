/** The same requests to a real kube-apiserver and to ours, and their answers side by side. */
@NullMarked
package io.kubefed.e2e.differential;

import org.jspecify.annotations.NullMarked;
