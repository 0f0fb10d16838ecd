/** Who owns which field: server-side apply and {@code managedFields}, as pure functions of trees. Needs {@code type}. */
@NullMarked
package io.kubefed.apiserver.ownership;

import org.jspecify.annotations.NullMarked;
