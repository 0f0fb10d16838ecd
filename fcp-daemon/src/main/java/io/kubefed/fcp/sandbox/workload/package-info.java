/** What a member of the sandbox does in place of controllers and nodes: its workloads become ready. */
@NullMarked
package io.kubefed.fcp.sandbox.workload;

import org.jspecify.annotations.NullMarked;
