/** Leads a request to what answers it, and a failure to the answer that tells it. */
@NullMarked
package io.kubefed.apiserver.route;

import org.jspecify.annotations.NullMarked;
