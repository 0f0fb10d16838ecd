/** Real clusters on loopback, started from real binaries: etcd, kube-apiserver, its controllers, kwok, kubectl. */
@NullMarked
package io.kubefed.testkit.real;

import org.jspecify.annotations.NullMarked;
