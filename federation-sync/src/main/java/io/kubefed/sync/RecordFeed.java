package io.kubefed.sync;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.RecordCodec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells the ledger what is stored of its records. A record names its template inside; a deleted one cannot be asked any more. */
final class RecordFeed {

    private final Ledger ledger;
    private final Map<ObjectKey, TemplateKey> templates = new ConcurrentHashMap<>();

    RecordFeed(Ledger ledger) {
        this.ledger = ledger;
    }

    void changed(ObjectKey record, @Nullable Entry entry) {
        byte @Nullable [] body = entry == null ? null : entry.body();
        if (body == null) {
            @Nullable TemplateKey template = templates.remove(record);
            if (template != null) {
                ledger.observe(template, null);
            }
            return;
        }
        KubeObject object = KubeObject.parse(body);
        @Nullable TemplateKey template = RecordCodec.templateOf(object);
        if (template != null && ledger.isRecordOf(template, record)) {
            templates.put(record, template);
            ledger.observe(template, object);
        }
    }
}
