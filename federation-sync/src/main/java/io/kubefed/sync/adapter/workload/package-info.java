/** Workloads that run replicas, and their status. */
@NullMarked
package io.kubefed.sync.adapter.workload;

import org.jspecify.annotations.NullMarked;
