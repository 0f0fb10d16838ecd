package io.kubefed.sync;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.adapter.Adapters;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that the tests of this module share. */
public final class Fixtures {

    public static final FederationIdentity FEDERATION = new FederationIdentity("0b1c2d3e-1111-2222-3333-444455556666");
    public static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    public static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    public static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    public static final TemplateKey KEY = new TemplateKey(CONFIG_MAPS, new ObjectKey("web", "shop"));
    public static final ClusterName EAST = new ClusterName("east");
    public static final ClusterName WEST = new ClusterName("west");
    public static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

    /** Metadata of a template that carries its finalizers. */
    public static final String GUARDED =
            "'finalizers':['" + Marks.CASCADE_FINALIZER + "','" + Marks.ORPHAN_FINALIZER + "']";

    private Fixtures() {}

    /** An object; single quotes stand for double ones. */
    public static KubeObject object(String json) {
        return KubeObject.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A ConfigMap template {@code web/shop} with these further parts of metadata, such as {@code 'labels':{}}. */
    public static Template template(String metadata, String data) {
        return template(metadata, data, null);
    }

    public static Template template(String metadata, String data, @Nullable String ownedFields) {
        String more = metadata.isEmpty() ? "" : "," + metadata;
        KubeObject object = object("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'shop','namespace':'web',"
                + "'uid':'template-1','resourceVersion':'7'" + more + "},'data':{" + data + "}}");
        byte @Nullable [] owned =
                ownedFields == null ? null : ownedFields.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new Template(KEY, object, owned);
    }

    public static Desired desired(Template template) {
        return Desired.of(template, Adapters.of(List.of()).of(template.key().type()), FEDERATION);
    }

    public static Desired desired(String data) {
        return desired(template(GUARDED, data));
    }

    public static Member member(ClusterName name, ClusterClient client) {
        return new Member(name, name + "-uid", Map.of("region", name.value()), Health.READY, client);
    }

    public static Entry copy(String uid, String applied, long ownedHash, boolean deleting, String rival) {
        return new Entry(
                KEY.key(),
                uid,
                "9",
                0,
                deleting,
                FEDERATION.uid(),
                applied,
                ownedHash,
                "v1",
                rival,
                null,
                null,
                null,
                null);
    }
}
