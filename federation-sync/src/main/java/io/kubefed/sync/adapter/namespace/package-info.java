/** Namespaces: the spec belongs to each cluster. */
@NullMarked
package io.kubefed.sync.adapter.namespace;

import org.jspecify.annotations.NullMarked;
