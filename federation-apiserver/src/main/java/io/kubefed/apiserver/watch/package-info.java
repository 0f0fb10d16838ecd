/** Following objects: watches over HTTP as kube-apiserver serves them, from the changes of the store. */
@NullMarked
package io.kubefed.apiserver.watch;

import org.jspecify.annotations.NullMarked;
