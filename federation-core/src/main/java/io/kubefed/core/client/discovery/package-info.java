/**
 * What a cluster serves: its resource types, their verbs, sub-resources and short names.
 *
 * <p>Works over any {@link io.kubefed.core.client.ClusterClient}.
 */
@NullMarked
package io.kubefed.core.client.discovery;

import org.jspecify.annotations.NullMarked;
