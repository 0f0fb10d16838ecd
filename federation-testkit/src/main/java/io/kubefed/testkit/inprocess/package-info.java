/** Clusters in this process: our API server with objects in memory, ready in milliseconds. */
@NullMarked
package io.kubefed.testkit.inprocess;

import org.jspecify.annotations.NullMarked;
