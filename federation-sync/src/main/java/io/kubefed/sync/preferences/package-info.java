/** What users write on templates about replicas, read into the values that {@code core.replicas} plans with. */
@NullMarked
package io.kubefed.sync.preferences;

import org.jspecify.annotations.NullMarked;
