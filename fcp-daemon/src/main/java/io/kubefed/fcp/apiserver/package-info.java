/** {@code fcp federation-apiserver}: flags, files, certificates, and the API server that is made of them. */
@NullMarked
package io.kubefed.fcp.apiserver;

import org.jspecify.annotations.NullMarked;
