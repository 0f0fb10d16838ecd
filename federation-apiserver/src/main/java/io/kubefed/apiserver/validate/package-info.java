/** What an object must look like, whatever its type: names, labels, schemas. */
@NullMarked
package io.kubefed.apiserver.validate;

import org.jspecify.annotations.NullMarked;
