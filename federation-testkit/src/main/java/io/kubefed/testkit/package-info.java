/** What tests of controllers need, for ourselves and for others. */
@NullMarked
package io.kubefed.testkit;

import org.jspecify.annotations.NullMarked;
