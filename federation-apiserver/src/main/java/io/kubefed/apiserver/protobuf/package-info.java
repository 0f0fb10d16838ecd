/** Bodies in protobuf, read into the trees that the same objects make in JSON. */
@NullMarked
package io.kubefed.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
