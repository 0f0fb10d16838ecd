package io.kubefed.core.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.MemberAutoscaler.Scaled;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

/** The facts of Federation v1 (U-FT-02) and what holds of every split. */
class AutoscalerSplitterTest {

    /** {@code 1/7/5/old}: min, max, current and desired, and when it last scaled; {@code new} for recently. */
    private static final Pattern LOCAL = Pattern.compile("(\\d+)/(\\d+)(?:/(\\d+)/(old|new))?");

    private static List<MemberAutoscaler> members(String text) {
        List<MemberAutoscaler> members = new ArrayList<>();
        for (String word : text.split(" ")) {
            ClusterName name = new ClusterName("c" + (members.size() + 1));
            Matcher local = LOCAL.matcher(word);
            if (!local.matches()) {
                members.add(MemberAutoscaler.none(name));
                continue;
            }
            AutoscalerBounds bounds = bounds(local.group(1) + "/" + local.group(2));
            @Nullable String current = local.group(3);
            members.add(
                    current == null
                            ? new MemberAutoscaler(name, bounds, 0, 0, Scaled.NEVER)
                            : new MemberAutoscaler(
                                    name,
                                    bounds,
                                    Integer.parseInt(current),
                                    Integer.parseInt(current),
                                    "old".equals(local.group(4)) ? Scaled.BEFORE : Scaled.RECENTLY));
        }
        return members;
    }

    private static AutoscalerBounds bounds(String text) {
        String[] numbers = text.split("/");
        return new AutoscalerBounds(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    private static String text(SortedMap<ClusterName, AutoscalerBounds> split, List<MemberAutoscaler> members) {
        return members.stream()
                .map(member -> split.get(member.cluster()))
                .map(bounds -> bounds == null ? "none" : bounds.min() + "/" + bounds.max())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the table of v1
            1/10  | none none                       | 1/5 1/5
            1/10  | 1/10 none                       | 1/9 1/1
            1/10  | 1/7/5/old 1/1/1/old 1/2/1/new   | 1/6 1/2 1/2
            4/10  | 3/6/3/old 1/4/3/old             | 2/6 2/4
            4/14  | 1/5 1/5                         | 2/7 2/7
            3/8   | 2/8 2/8                         | 2/4 1/4
            # further results of v1's algorithm
            4/10  | none none                       | 2/5 2/5
            1/10  | none none none                  | 1/4 1/3 1/3
            10/10 | none none none                  | 4/4 3/3 3/3
            4/10  | 2/5/2/old 2/5/5/old none        | 1/4 3/6 none
            1/10  | 1/5/5/old 1/5/5/old none        | 1/5 1/5 none
            1/4   | 1/5 1/5                         | 1/2 1/2
            1/1   | none none                       | 1/1 none
            # G-45: never 0/0, never a minimum below 1
            1/2   | none none                       | 1/2 none
            1/2   | 1/3/1/old 1/3/2/old 1/3/1/old   | 1/1 1/1 none
            # G-44: v1 span here for ever
            3/3   | 2/2/2/old none                  | 2/2 1/1
            # nobody lacks anything
            2/10  | 1/9/3/old 1/1/1/new             | 1/9 1/1
            """)
    void splitsAsTheFactsSay(String wanted, String locals, String expected) {
        List<MemberAutoscaler> members = members(locals);

        assertThat(text(AutoscalerSplitter.split(bounds(wanted), members), members))
                .isEqualTo(expected);
    }

    /** G-43: v1 divided by zero. */
    @Test
    void splitsAmongNobody() {
        assertThat(AutoscalerSplitter.split(bounds("1/10"), List.of())).isEmpty();
    }

    @Test
    void refusesInvalidBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AutoscalerBounds(0, 2))
                .withMessage("minReplicas 0 and maxReplicas 2, but it must be that 1 ≤ min ≤ max");
        assertThatIllegalArgumentException().isThrownBy(() -> new AutoscalerBounds(3, 2));
    }

    @Provide
    Arbitrary<AutoscalerBounds> bounds() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 30))
                .as((min, more) -> new AutoscalerBounds(min, min + more));
    }

    @Provide
    Arbitrary<List<MemberAutoscaler>> locals() {
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, 20);
        return Combinators.combine(bounds().injectNull(0.3), counts, counts, Arbitraries.of(Scaled.class))
                .as((bounds, current, desired, scaled) ->
                        new MemberAutoscaler(new ClusterName("c"), bounds, current, desired, scaled))
                .list()
                .ofMaxSize(7)
                .map(AutoscalerSplitterTest::named);
    }

    private static List<MemberAutoscaler> named(List<MemberAutoscaler> members) {
        List<MemberAutoscaler> named = new ArrayList<>();
        for (MemberAutoscaler one : members) {
            named.add(new MemberAutoscaler(
                    new ClusterName("c" + named.size()), one.bounds(), one.current(), one.desired(), one.scaled()));
        }
        return named;
    }

    @Property
    void addsUpToWhatIsWanted(
            @ForAll("bounds") AutoscalerBounds wanted, @ForAll("locals") List<MemberAutoscaler> members) {
        SortedMap<ClusterName, AutoscalerBounds> split = AutoscalerSplitter.split(wanted, members);

        int max = split.values().stream().mapToInt(AutoscalerBounds::max).sum();
        int min = split.values().stream().mapToInt(AutoscalerBounds::min).sum();
        assertThat(max).isEqualTo(members.isEmpty() ? 0 : wanted.max());
        assertThat(min).isEqualTo(members.isEmpty() ? 0 : Math.max(wanted.min(), split.size()));
    }

    @Property
    void changesNothingWhereTheSumsFitAndNobodyHasScaledYet(
            @ForAll("bounds") AutoscalerBounds wanted, @ForAll("locals") List<MemberAutoscaler> members) {
        SortedMap<ClusterName, AutoscalerBounds> split = AutoscalerSplitter.split(wanted, members);

        List<MemberAutoscaler> recent = members.stream()
                .map(one -> new MemberAutoscaler(one.cluster(), split.get(one.cluster()), 1, 1, Scaled.RECENTLY))
                .toList();
        assertThat(AutoscalerSplitter.split(wanted, recent)).isEqualTo(split);
    }

    @Property
    void comesToRest(@ForAll("bounds") AutoscalerBounds wanted, @ForAll("locals") List<MemberAutoscaler> members) {
        SortedMap<ClusterName, AutoscalerBounds> split = AutoscalerSplitter.split(wanted, members);
        int rounds = 0;
        SortedMap<ClusterName, AutoscalerBounds> next = split;
        do {
            split = next;
            SortedMap<ClusterName, AutoscalerBounds> now = split;
            // Every member sits within its bounds as close to its old demand as it may.
            next = AutoscalerSplitter.split(
                    wanted, members.stream().map(one -> atRest(one, now)).toList());
            rounds++;
        } while (!next.equals(split) && rounds < 200);

        assertThat(next).isEqualTo(split);
    }

    private static MemberAutoscaler atRest(MemberAutoscaler one, SortedMap<ClusterName, AutoscalerBounds> split) {
        @Nullable AutoscalerBounds bounds = split.get(one.cluster());
        if (bounds == null) {
            return MemberAutoscaler.none(one.cluster());
        }
        int replicas = Math.max(bounds.min(), Math.min(bounds.max(), one.desired()));
        return new MemberAutoscaler(one.cluster(), bounds, replicas, replicas, Scaled.BEFORE);
    }
}
