/**
 * Where keys wait, and how they are worked on: the work queue, backoff, fairness, the adaptive limit.
 *
 * <p>Needs nothing but Reactor and {@code core.error}; time comes from the given {@code Scheduler}, chance from the given random
 * source.
 */
@NullMarked
package io.kubefed.core.loop;

import org.jspecify.annotations.NullMarked;
