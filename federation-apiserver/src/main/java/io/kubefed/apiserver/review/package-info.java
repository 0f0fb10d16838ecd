/** Questions put as objects that are never stored: who am I, may I, whose token is this, make me a token. */
@NullMarked
package io.kubefed.apiserver.review;

import org.jspecify.annotations.NullMarked;
