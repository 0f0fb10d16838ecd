/**
 * The reactive face of one cluster: requests, streams and the verbs on top of them, over any transport.
 *
 * <p>The only package of the module that touches fabric8, Jackson and Netty.
 */
@NullMarked
package io.kubefed.core.client;

import org.jspecify.annotations.NullMarked;
