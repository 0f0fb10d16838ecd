/** What each member should be asked to do: pure functions of a template, a member, what is observed and what is on record. */
@NullMarked
package io.kubefed.sync.plan;

import org.jspecify.annotations.NullMarked;
