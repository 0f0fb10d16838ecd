/** The server on a socket: HTTP/1.1 with Reactor Netty. */
@NullMarked
package io.kubefed.apiserver.http;

import org.jspecify.annotations.NullMarked;
