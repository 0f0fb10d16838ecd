/** Keeps one store true to one resource type of one cluster: list, watch, resume, list again. */
@NullMarked
package io.kubefed.informers.reflector;

import org.jspecify.annotations.NullMarked;
