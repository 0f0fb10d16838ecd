/** What is known about types of objects: their schema, names, verbs and columns, as data. Needs Jackson and nothing of this module. */
@NullMarked
package io.kubefed.apiserver.type;

import org.jspecify.annotations.NullMarked;
