package io.kubefed.sync.record;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.NAMESPACES;
import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Propagation.Latch;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

    private static final String VALID_NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final ResourceType ROLES =
            new ResourceType("rbac.authorization.k8s.io", "v1", "roles", "Role", true);

    @Property(tries = 300)
    void readsWhatItWrote(@ForAll("records") Propagation record) {
        byte[] wire = RecordCodec.encode(KEY, record).toBytes();

        assertThat(RecordCodec.decode(KubeObject.parse(wire))).isEqualTo(record);
        assertThat(RecordCodec.templateOf(KubeObject.parse(wire))).isEqualTo(KEY);
    }

    @Provide
    Arbitrary<Propagation> records() {
        Arbitrary<List<MemberRecord>> members = members().list().ofMaxSize(3);
        return Combinators.combine(
                        text(),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().greaterOrEqual(0),
                        members,
                        Arbitraries.of(Latch.class).injectNull(0.3),
                        conditions().list().ofMaxSize(2),
                        splits().injectNull(0.4))
                .as(RecordCodecTest::record);
    }

    private static Arbitrary<Split> splits() {
        Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(0);
        Arbitrary<Split.Count> both =
                Combinators.combine(counts, counts, counts).as(Split.Count::new);
        return Combinators.combine(
                        counts,
                        Arbitraries.maps(Arbitraries.of(EAST, WEST, new ClusterName("north")), both)
                                .ofMaxSize(3))
                .as((total, members) -> new Split(total, new TreeMap<>(members)));
    }

    private static Propagation record(
            String uid,
            long generation,
            int wanted,
            List<MemberRecord> members,
            @Nullable Latch latch,
            List<Condition> conditions,
            @Nullable Split split) {
        TreeMap<ClusterName, MemberRecord> byName = new TreeMap<>();
        members.forEach(member -> byName.put(member.member(), member));
        return new Propagation(uid, generation, wanted, byName, latch, conditions, split);
    }

    private static Arbitrary<MemberRecord> members() {
        return Combinators.combine(
                        Arbitraries.of(EAST, WEST, new ClusterName("north")),
                        Arbitraries.of(State.class),
                        text(),
                        Arbitraries.longs(),
                        text(),
                        text(),
                        leftOuts(),
                        times())
                .as((member, state, uid, owned, rival, message, leftOut, since) -> new MemberRecord(
                        member, member + "-uid", state, uid, uid, owned, rival, message, leftOut, since));
    }

    private static Arbitrary<LeftOut> leftOuts() {
        return Combinators.combine(text().list().ofMaxSize(2), text()).as(LeftOut::new);
    }

    private static Arbitrary<Condition> conditions() {
        return Combinators.combine(text(), Arbitraries.of(Condition.Status.class), text(), text(), times())
                .as(Condition::new);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .filter(text -> UTF_8.newEncoder().canEncode(text));
    }

    @ParameterizedTest
    @CsvSource({"configmaps, '', shop, configmaps.core.shop", "deployments, apps, shop.v2, deployments.apps.shop.v2"})
    void namesARecordAfterItsTemplate(String plural, String group, String name, String expected) {
        ResourceType type = new ResourceType(group, "v1", plural, "Any", true);

        assertThat(RecordCodec.recordKey(new TemplateKey(type, new ObjectKey("web", name))))
                .isEqualTo(new ObjectKey("web", expected));
    }

    @Test
    void keepsRecordsOfClusterScopedTemplatesWithoutANamespace() {
        TemplateKey namespace = new TemplateKey(NAMESPACES, ObjectKey.clusterScoped("web"));
        KubeObject encoded = RecordCodec.encode(namespace, Propagation.of("u"));

        assertThat(encoded.key()).isEqualTo(ObjectKey.clusterScoped("namespaces.core.web"));
        assertThat(encoded.kind()).isEqualTo("ClusterPropagation");
        assertThat(RecordCodec.templateOf(encoded)).isEqualTo(namespace);
        assertThat(RecordCodec.recordType(CONFIG_MAPS)).isEqualTo(RecordCodec.PROPAGATION);
    }

    @ParameterizedTest
    @ValueSource(ints = {236, 237, 238, 239, 240, 253})
    void staysWithinTheLimitOfNames(int length) {
        String name = RecordCodec.recordKey(named("x".repeat(length))).name();

        assertThat(name).hasSizeLessThanOrEqualTo(253).matches(VALID_NAME);
        assertThat(name.equals("configmaps.core." + "x".repeat(length))).isEqualTo(length <= 253 - 16);
    }

    @Test
    void makesValidNamesWhereverItCuts() {
        for (int dot = 200; dot < 252; dot++) {
            String name = "x".repeat(dot) + "." + "y".repeat(252 - dot);
            assertThat(RecordCodec.recordKey(named(name)).name()).matches(VALID_NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"system:node", "Upper", "a_b", "a..b", ".a", "a.", "-a", "a-", "a.-b", "a:", "é", "a b", "~"})
    void makesAValidNameOfAnOddOne(String odd) {
        String name = RecordCodec.recordKey(new TemplateKey(ROLES, new ObjectKey("web", odd)))
                .name();

        assertThat(name).matches(VALID_NAME).startsWith("roles.rbac.authorization.k8s.io");
    }

    @Test
    void keepsOddNamesApart() {
        Set<String> names = new HashSet<>();
        for (String name : List.of("a:b", "a_b", "a-b", "A-b", "a.b", "a..b", "x".repeat(252), "x".repeat(253))) {
            names.add(RecordCodec.recordKey(named(name)).name());
        }

        assertThat(names).hasSize(8);
    }

    @Test
    void leavesOutMembersThatItCannotRead() {
        Propagation read = RecordCodec.decode(object("{'template':{'uid':'u'},'deletion':'Maybe','members':["
                + "{'name':'East!','state':'Applied'},{'name':'bad-hash','owned':'xyz'},'nonsense',"
                + "{'name':'west','state':'Dancing','since':'yesterday'}],'conditions':[{'type':'Propagated'}]}"));

        assertThat(read.members()).containsOnlyKeys(WEST);
        assertThat(read.members().get(WEST))
                .isEqualTo(new MemberRecord(WEST, "", State.WAITING, "", "", 0, "", "", Instant.EPOCH));
        assertThat(read.latch()).isNull();
        assertThat(read.conditions())
                .containsExactly(new Condition("Propagated", Condition.Status.UNKNOWN, "Unknown", "", Instant.EPOCH));
    }

    @Test
    void tellsWhatIsNoRecord() {
        assertThat(RecordCodec.templateOf(object("{'metadata':{'name':'x'}}"))).isNull();
        assertThat(RecordCodec.decode(object("{}"))).isEqualTo(Propagation.of(""));
    }

    @Test
    void showsItsColumnsAndTheDeletion() {
        MemberRecord applied = MemberRecord.unseen(EAST, "e", NOW).applied("c", "h", 255, LeftOut.NOTHING, NOW);
        MemberRecord failed = MemberRecord.unseen(WEST, "w", NOW).in(State.FAILED, "", "boom", NOW);
        Propagation record = Propagation.of("u")
                .of(4, 2)
                .with(EAST, old -> applied)
                .with(WEST, old -> failed)
                .latched(Latch.ORPHAN);
        KubeObject encoded = RecordCodec.encode(KEY, record);

        assertThat(encoded.json().path("applied").asInt()).isEqualTo(1);
        assertThat(encoded.json().path("wanted").asInt()).isEqualTo(2);
        assertThat(encoded.json().path("problem").asText()).isEqualTo("west: Failed");
        assertThat(encoded.json().path("deletion").asText()).isEqualTo("Orphan");
        assertThat(encoded.json().at("/members/0/owned").asText()).isEqualTo("00000000000000ff");
        assertThat(encoded.json().at("/template/generation").asLong()).isEqualTo(4);
    }

    private static TemplateKey named(String name) {
        return new TemplateKey(CONFIG_MAPS, new ObjectKey("web", name));
    }
}
