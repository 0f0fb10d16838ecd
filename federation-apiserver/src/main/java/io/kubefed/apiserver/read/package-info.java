/** Reading objects: get and list, selectors, pages, and the forms in which an object is shown. */
@NullMarked
package io.kubefed.apiserver.read;

import org.jspecify.annotations.NullMarked;
