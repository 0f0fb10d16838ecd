/**
 * Where a cluster is and who we are to it: kubeconfig files, Secrets, and credentials that are renewed.
 *
 * <p>Knows nothing of requests. Depends on fabric8's {@code Config}, Jackson and {@code core.error}.
 */
@NullMarked
package io.kubefed.core.client.access;

import org.jspecify.annotations.NullMarked;
