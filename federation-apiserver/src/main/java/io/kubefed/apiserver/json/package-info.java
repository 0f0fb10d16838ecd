/** JSON trees as the server keeps them; depends on Jackson only. */
@NullMarked
package io.kubefed.apiserver.json;

import org.jspecify.annotations.NullMarked;
