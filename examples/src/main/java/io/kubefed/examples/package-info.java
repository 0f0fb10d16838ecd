/** Small programs that show the libraries at work. Each is run by a test. */
@NullMarked
package io.kubefed.examples;

import org.jspecify.annotations.NullMarked;
