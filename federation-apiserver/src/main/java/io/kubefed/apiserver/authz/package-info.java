/** Who may do what: what a request asks for, and who answers that. {@code authz.rbac} answers by the roles in the store. */
@NullMarked
package io.kubefed.apiserver.authz;

import org.jspecify.annotations.NullMarked;
