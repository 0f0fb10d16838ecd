/** A Kubernetes API server: {@link io.kubefed.apiserver.ApiServer} puts together what the packages below do. */
@NullMarked
package io.kubefed.apiserver;

import org.jspecify.annotations.NullMarked;
