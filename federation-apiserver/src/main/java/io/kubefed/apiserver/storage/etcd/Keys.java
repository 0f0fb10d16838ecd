package io.kubefed.apiserver.storage.etcd;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where our keys are in etcd: those of objects below the prefix and a slash, ours alone beside it. */
record Keys(String prefix) {

    private static final int PAGE = 1_000;

    String outer(String key) {
        return prefix + key;
    }

    String inner(String key) {
        return key.substring(prefix.length());
    }

    /** A key that is no object's. */
    String compaction() {
        return prefix + "-compaction";
    }

    private String first() {
        return prefix + "/";
    }

    /** The first key behind all that begin with the prefix and a slash. */
    private String end() {
        return prefix + (char) ('/' + 1);
    }

    Message watchAfter(long revision) {
        return WatchResponse.create(first(), end(), revision + 1);
    }

    /** All objects at the revision of the first page. */
    Flux<RangeResponse> pages(EtcdClient client) {
        return pages(client, first(), 0);
    }

    private Flux<RangeResponse> pages(EtcdClient client, String from, long revision) {
        return client.range(RangeResponse.request(from, end(), PAGE, revision)).flatMapMany(page -> {
            if (!page.more()) {
                return Mono.just(page);
            }
            String last = page.values().get(page.values().size() - 1).key();
            return Flux.concat(Mono.just(page), pages(client, last + "\0", revision == 0 ? page.revision() : revision));
        });
    }
}
