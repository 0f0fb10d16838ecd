/**
 * What users of the module hold: an informer of one cluster, a federated informer over all members, typed views.
 *
 * <p>With the control loop of {@code federation-core} it makes a controller:
 *
 * <pre>{@code
 * Informers informers = Informers.of(Schedulers.parallel(), new SecureRandom());
 * Informer informer = informers.follow(InformerSpec.of(configMaps, Projection.whole()).labelled("team=shop"), client);
 * TypedInformer<ConfigMap> maps = informer.as(ConfigMap.class);
 *
 * WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(timer, random).build();
 * ControlLoop<ObjectKey> loop = ControlLoop.of(queue, key -> reconcile(maps.find(key))).on(informer.keys(), Priority.NORMAL);
 *
 * informer.run().and(loop.run()).subscribe();
 * }</pre>
 */
@NullMarked
package io.kubefed.informers.informer;

import org.jspecify.annotations.NullMarked;
