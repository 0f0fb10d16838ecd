package io.kubefed.sync.apply;

import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.plan.Step;

/** Decides from memory what a member should be asked to do, and takes in what it answered. */
public interface Judge {

    /** The step for one template in one member, as things stand now. */
    Step step(TemplateKey key, Member member);

    /** The version of the schema that a member has of a type; empty if unknown. From memory. */
    String schema(ResourceType type, Member member);

    /** Puts a saved copy straight into the store of its member. */
    void saved(TemplateKey key, Member member, Entry copy);

    /** Something about a template in one member was decided or done that its other steps may wait for. */
    void progressed(TemplateKey key, Member member, Step step);

    /** A step for a template in one member did not come to its end, and will be tried again. */
    void failed(TemplateKey key, Step step);

    /** Reads a copy from an answer. */
    Entry read(byte[] object);
}
