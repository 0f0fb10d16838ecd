/** What is particular to a resource type: which parts of a template go out, which never do, how status comes back. One package per family. */
@NullMarked
package io.kubefed.sync.adapter;

import org.jspecify.annotations.NullMarked;
