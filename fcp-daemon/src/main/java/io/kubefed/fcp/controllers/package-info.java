/** {@code fcp federation-controller-manager}: wiring of the sync engine and the cluster loop, and what they need to start. */
@NullMarked
package io.kubefed.fcp.controllers;

import org.jspecify.annotations.NullMarked;
