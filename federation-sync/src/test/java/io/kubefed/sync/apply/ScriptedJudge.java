package io.kubefed.sync.apply;

import static io.kubefed.sync.Fixtures.FEDERATION;

import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Decides what the test says, and keeps what it is told. */
final class ScriptedJudge implements Judge {

    private static final Projection PROJECTION = Projection.metadata(FEDERATION.fieldManager());

    private final KeyTable keys = new KeyTable();
    final List<Entry> saved = new ArrayList<>();
    final List<Step> progressed = new ArrayList<>();
    final List<Step> failed = new ArrayList<>();
    Step step = new Step.Leave();
    String schema = "v1";

    @Override
    public String schema(ResourceType type, Member member) {
        return schema;
    }

    @Override
    public Step step(TemplateKey key, Member member) {
        return step;
    }

    @Override
    public void saved(TemplateKey key, Member member, Entry copy) {
        saved.add(copy);
    }

    @Override
    public void progressed(TemplateKey key, Member member, Step done) {
        progressed.add(done);
    }

    @Override
    public void failed(TemplateKey key, Step tried) {
        failed.add(tried);
    }

    @Override
    public Entry read(byte[] object) {
        return EntryDecoder.decode(object, PROJECTION, keys);
    }
}
