/** Makes the resource {@code types.json} from a running kube-apiserver: {@link io.kubefed.apiserver.type.generator.TypeFactsMain}. */
@NullMarked
package io.kubefed.apiserver.type.generator;

import org.jspecify.annotations.NullMarked;
