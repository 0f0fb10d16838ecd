/** Which types the server serves at this moment, built in and defined by users, and what a path means. */
@NullMarked
package io.kubefed.apiserver.catalog;

import org.jspecify.annotations.NullMarked;
