/** What lies between the controllers and a cluster: delay, loss, lies, and the audit of what arrives at the other end. */
@NullMarked
package io.kubefed.simulation.network;

import org.jspecify.annotations.NullMarked;
