/** Who asks: certificates, tokens and passwords, and what they prove. Needs requests, and the store for service accounts. */
@NullMarked
package io.kubefed.apiserver.authn;

import org.jspecify.annotations.NullMarked;
