/**
 * {@link io.kubefed.core.client.ClusterClient} over HTTP: connections, TLS, proxies, credentials on each request, errors in words.
 *
 * <p>Depends on Reactor Netty and {@code client.access}.
 */
@NullMarked
package io.kubefed.core.client.http;

import org.jspecify.annotations.NullMarked;
