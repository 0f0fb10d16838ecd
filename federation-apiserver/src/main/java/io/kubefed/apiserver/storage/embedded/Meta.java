package io.kubefed.apiserver.storage.embedded;

/**
 * What the store says of itself, written with every batch.
 *
 * @param revision the highest that was ever given
 * @param objects how many there are: a lost row would otherwise go unseen
 * @param running whether somebody opened the store and did not close it
 */
record Meta(long revision, long objects, boolean running) {}
