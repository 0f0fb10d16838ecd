package io.kubefed.sync.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Hash64;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Propagation.Latch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link Propagation} as a Kubernetes object, and back. */
public final class RecordCodec {

    /** The record of a namespaced template. */
    public static final ResourceType PROPAGATION =
            new ResourceType("federation.kubefed.io", "v1beta1", "propagations", "Propagation", true);

    /** The record of a cluster-scoped template. */
    public static final ResourceType CLUSTER_PROPAGATION =
            new ResourceType("federation.kubefed.io", "v1beta1", "clusterpropagations", "ClusterPropagation", false);

    private static final int NAME_LIMIT = 253;
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private RecordCodec() {}

    /** The type of the record of a template of this type. */
    public static ResourceType recordType(ResourceType template) {
        return template.namespaced() ? PROPAGATION : CLUSTER_PROPAGATION;
    }

    /** Where the record of a template is first: its namespace, and {@code <resource>.<group or core>.<name>}. */
    public static ObjectKey recordKey(TemplateKey template) {
        String name = readable(template);
        boolean exact = name.length() <= NAME_LIMIT && SUBDOMAIN.matcher(name).matches();
        return exact ? new ObjectKey(template.key().namespace(), name) : hashedRecordKey(template);
    }

    /** Where it is if that is no valid name, or another template's: the same, shortened where it must be, with a hash. */
    static ObjectKey hashedRecordKey(TemplateKey template) {
        ResourceType type = template.type();
        // Unlike the readable name this tells where the group ends.
        String identity =
                type.plural() + "." + type.group() + "/" + template.key().name();
        return new ObjectKey(template.key().namespace(), hashed(readable(template), identity));
    }

    private static String readable(TemplateKey template) {
        ResourceType type = template.type();
        String group = type.group().isEmpty() ? "core" : type.group();
        return type.plural() + "." + group + "." + template.key().name();
    }

    /** RBAC names may hold ':' and upper case, and dots side by side, which a record's name may not. */
    private static String hashed(String name, String identity) {
        byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
        String hash = Hash64.toHex(Hash64.of(bytes, 0, bytes.length));
        int room = NAME_LIMIT - hash.length() - 1;
        String valid =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("-*\\.[.-]*", ".");
        return valid.substring(0, Math.min(valid.length(), room)).replaceAll("[.-]+$", "") + "-" + hash;
    }

    /** The whole object under its first name, as the body of an apply. */
    public static KubeObject encode(TemplateKey template, Propagation record) {
        return encode(template, recordKey(template), record);
    }

    /** The whole object, as the body of an apply. */
    static KubeObject encode(TemplateKey template, ObjectKey key, Propagation record) {
        ResourceType type = recordType(template.type());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata = json.putObject("metadata").put("name", key.name());
        if (key.namespaced()) {
            metadata.put("namespace", key.namespace());
        }
        json.putObject("template")
                .put("apiVersion", template.type().apiVersion())
                .put("resource", template.type().plural())
                .put("kind", template.type().kind())
                .put("name", template.key().name())
                .put("uid", record.templateUid())
                .put("generation", record.generation());
        json.put("wanted", record.wanted()).put("applied", record.applied());
        json.put("problem", Problems.summary(record));
        if (record.latch() != null) {
            json.put("deletion", record.latch() == Latch.ORPHAN ? "Orphan" : "Cascade");
        }
        if (record.split() != null) {
            encode(record.split(), json.putObject("replicas"));
        }
        record.members()
                .values()
                .forEach(member -> encode(member, json.withArray("/members").addObject()));
        record.conditions()
                .forEach(condition ->
                        encode(condition, json.withArray("/conditions").addObject()));
        return new KubeObject(json);
    }

    private static void encode(Split split, ObjectNode json) {
        json.put("wanted", split.total()).put("ready", split.ready());
        json.put("summary", split.ready() + "/" + split.total()).put("spread", split.words());
        split.members().forEach((member, count) -> {
            ObjectNode item = json.withArray("/members")
                    .addObject()
                    .put("name", member.value())
                    .put("wanted", count.wanted())
                    .put("ready", count.ready());
            if (count.isLimited()) {
                item.put("capacity", count.capacity());
            }
        });
    }

    private static void encode(MemberRecord member, ObjectNode json) {
        json.put("name", member.member().value()).put("state", member.state().wire());
        json.put("clusterUid", member.memberUid());
        putIfAny(json, "uid", member.uid());
        putIfAny(json, "applied", member.applied());
        putIfAny(json, "owned", member.owned() == 0 ? "" : Hash64.toHex(member.owned()));
        putIfAny(json, "rival", member.rival());
        putIfAny(json, "message", member.message());
        if (!member.leftOut().isEmpty()) {
            member.leftOut().fields().forEach(json.withArray("/leftOut")::add);
        }
        putIfAny(json, "schema", member.leftOut().schema());
        json.put("since", member.since().toString());
    }

    private static void encode(Condition condition, ObjectNode json) {
        json.put("type", condition.type())
                .put("status", condition.status().wire())
                .put("reason", condition.reason())
                .put("message", condition.message())
                .put("lastTransitionTime", condition.lastTransition().toString());
    }

    private static void putIfAny(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }

    /** Which template a record speaks of, or null if the object is none of ours. */
    public static @Nullable TemplateKey templateOf(KubeObject object) {
        JsonNode template = object.json().path("template");
        String apiVersion = template.path("apiVersion").asText("");
        String name = template.path("name").asText("");
        if (apiVersion.isEmpty() || name.isEmpty()) {
            return null;
        }
        int slash = apiVersion.indexOf('/');
        ResourceType type = new ResourceType(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                template.path("resource").asText(""),
                template.path("kind").asText(""),
                !object.namespace().isEmpty());
        return new TemplateKey(type, new ObjectKey(object.namespace(), name));
    }

    /** The content of a record; members that cannot be read are left out, to be learnt again. */
    public static Propagation decode(KubeObject object) {
        JsonNode json = object.json();
        SortedMap<ClusterName, MemberRecord> members = new TreeMap<>();
        for (JsonNode member : json.path("members")) {
            @Nullable MemberRecord read = member(member);
            if (read != null) {
                members.put(read.member(), read);
            }
        }
        List<Condition> conditions = new ArrayList<>();
        json.path("conditions").forEach(node -> conditions.add(condition(node)));
        return new Propagation(
                json.path("template").path("uid").asText(""),
                json.path("template").path("generation").asLong(0),
                json.path("wanted").asInt(0),
                members,
                latch(json.path("deletion").asText("")),
                conditions,
                split(json.path("replicas")));
    }

    private static @Nullable Split split(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        SortedMap<ClusterName, Split.Count> members = new TreeMap<>();
        for (JsonNode member : json.path("members")) {
            try {
                members.put(
                        new ClusterName(member.path("name").asText("")),
                        new Split.Count(
                                member.path("wanted").asInt(0),
                                member.path("ready").asInt(0),
                                member.path("capacity").asInt(Split.Count.UNLIMITED)));
            } catch (IllegalArgumentException unreadable) {
                // It is given its share anew.
            }
        }
        return new Split(json.path("wanted").asInt(0), members);
    }

    private static @Nullable Latch latch(String wire) {
        return switch (wire) {
            case "Orphan" -> Latch.ORPHAN;
            case "Cascade" -> Latch.CASCADE;
            default -> null;
        };
    }

    private static @Nullable MemberRecord member(JsonNode json) {
        try {
            return new MemberRecord(
                    new ClusterName(json.path("name").asText("")),
                    json.path("clusterUid").asText(""),
                    State.of(json.path("state").asText("")),
                    json.path("uid").asText(""),
                    json.path("applied").asText(""),
                    Hash64.parseHex(json.path("owned").asText("0")),
                    json.path("rival").asText(""),
                    json.path("message").asText(""),
                    leftOut(json),
                    instant(json.path("since").asText("")));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static LeftOut leftOut(JsonNode json) {
        List<String> fields = new ArrayList<>();
        json.path("leftOut").forEach(field -> fields.add(field.asText()));
        return new LeftOut(fields, json.path("schema").asText(""));
    }

    private static Condition condition(JsonNode json) {
        return new Condition(
                json.path("type").asText(""),
                Condition.Status.of(json.path("status").asText("")),
                json.path("reason").asText("Unknown"),
                json.path("message").asText(""),
                instant(json.path("lastTransitionTime").asText("")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }
}
