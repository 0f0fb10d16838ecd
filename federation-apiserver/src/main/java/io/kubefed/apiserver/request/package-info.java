/** Requests, answers and refusals as they are on the wire, whatever carries them. */
@NullMarked
package io.kubefed.apiserver.request;

import org.jspecify.annotations.NullMarked;
