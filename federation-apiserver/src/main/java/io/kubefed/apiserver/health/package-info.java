/** How the server is: named checks behind {@code /healthz}, {@code /livez} and {@code /readyz}. */
@NullMarked
package io.kubefed.apiserver.health;

import org.jspecify.annotations.NullMarked;
