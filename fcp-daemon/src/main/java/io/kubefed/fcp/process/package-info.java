/** The life of a server as a process: it works until it ends or is told to stop. */
@NullMarked
package io.kubefed.fcp.process;

import org.jspecify.annotations.NullMarked;
