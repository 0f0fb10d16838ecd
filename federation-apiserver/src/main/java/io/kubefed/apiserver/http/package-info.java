/** The server on a socket: HTTP and TLS with Reactor Netty. */
@NullMarked
package io.kubefed.apiserver.http;

import org.jspecify.annotations.NullMarked;
