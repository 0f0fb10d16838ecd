/** What the server does by itself: emptying namespaces and types that are being deleted. */
@NullMarked
package io.kubefed.apiserver.housekeeping;

import org.jspecify.annotations.NullMarked;
