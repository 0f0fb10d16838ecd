/** Follows the Cluster objects: engages members, probes their health, reports it. */
@NullMarked
package io.kubefed.sync.cluster;

import org.jspecify.annotations.NullMarked;
