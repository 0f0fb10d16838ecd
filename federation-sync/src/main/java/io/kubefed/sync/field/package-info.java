/** Fields of an object as servers name them: paths, which of them a schema lacks, which of them a manager owns. Pure. */
@NullMarked
package io.kubefed.sync.field;

import org.jspecify.annotations.NullMarked;
