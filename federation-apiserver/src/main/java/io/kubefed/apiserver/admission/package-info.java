/** What has a say in writes between the client and the store: plug-ins in this process, and webhooks that users register. */
@NullMarked
package io.kubefed.apiserver.admission;

import org.jspecify.annotations.NullMarked;
