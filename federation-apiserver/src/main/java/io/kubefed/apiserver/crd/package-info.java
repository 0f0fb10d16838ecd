/** Types that users define: what a CustomResourceDefinition means, and keeping the catalog in step with them. */
@NullMarked
package io.kubefed.apiserver.crd;

import org.jspecify.annotations.NullMarked;
