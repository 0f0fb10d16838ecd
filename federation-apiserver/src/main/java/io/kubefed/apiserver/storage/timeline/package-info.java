/**
 * What every backend answers from: the newest values in memory, the writes that led to them as far back as the history reaches, and
 * those who follow them.
 */
@NullMarked
package io.kubefed.apiserver.storage.timeline;

import org.jspecify.annotations.NullMarked;
