/** Roles and bindings as objects in the store: what they allow, what a server begins with, and who may hand on what. */
@NullMarked
package io.kubefed.apiserver.authz.rbac;

import org.jspecify.annotations.NullMarked;
