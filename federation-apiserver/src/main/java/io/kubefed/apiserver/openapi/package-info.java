/** OpenAPI v3 documents, made from the schemas of the types: what kubectl validates, patches and explains by. */
@NullMarked
package io.kubefed.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
