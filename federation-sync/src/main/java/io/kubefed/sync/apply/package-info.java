/** Sends the steps: one lane per member, one request per step. */
@NullMarked
package io.kubefed.sync.apply;

import org.jspecify.annotations.NullMarked;
