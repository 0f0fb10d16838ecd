/** What {@code kubectl get} shows: columns, their cells, and the JSONPaths that find them. */
@NullMarked
package io.kubefed.apiserver.table;

import org.jspecify.annotations.NullMarked;
