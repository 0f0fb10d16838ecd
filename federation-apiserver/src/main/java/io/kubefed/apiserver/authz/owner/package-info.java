/** Who may say which object owns which. */
@NullMarked
package io.kubefed.apiserver.authz.owner;

import org.jspecify.annotations.NullMarked;
