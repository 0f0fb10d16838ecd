package io.kubefed.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.membership.Members.MemberChange;
import io.kubefed.core.membership.Members.MemberChange.Disengaged;
import io.kubefed.core.membership.Members.MemberChange.Engaged;
import io.kubefed.core.membership.Members.MemberChange.Updated;
import io.kubefed.core.model.ClusterName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class LiveMembersTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ClusterName EAST = new ClusterName("east");
    private static final ClusterName WEST = new ClusterName("west");

    private final LiveMembers members = new LiveMembers();
    private final ClusterClient client = new Unreachable();

    @Test
    void tellsWhoIsThereAndThenWhatChanges() {
        Member west = member(WEST, Health.READY, client);
        Member east = member(EAST, Health.READY, client);
        Member eastOut = member(EAST, Health.OFFLINE, client);
        members.put(west);

        StepVerifier.create(members.changes())
                .expectNext(new Engaged(west))
                .then(() -> members.put(east))
                .expectNext(new Engaged(east))
                .then(() -> members.put(eastOut))
                .expectNext(new Updated(eastOut))
                .then(() -> members.remove(WEST))
                .expectNext(new Disengaged(WEST))
                .thenCancel()
                .verify(LIMIT);
        assertThat(members.all()).containsExactly(eastOut);
    }

    @Test
    void listsItsMembersByName() {
        members.put(member(WEST, Health.READY, client));
        members.put(member(EAST, Health.READY, client));

        assertThat(members.all()).extracting(Member::name).containsExactly(EAST, WEST);
        assertThat(members.find(WEST)).isPresent();
        assertThat(members.find(new ClusterName("north"))).isEmpty();
    }

    @Test
    void engagesAnewWhoHasAnotherClientOrIdentity() {
        Member first = member(EAST, Health.READY, client);
        Member otherClient = member(EAST, Health.READY, new Unreachable());
        Member otherUid = new Member(EAST, "uid-2", Map.of(), Health.READY, otherClient.client());

        StepVerifier.create(members.changes())
                .then(() -> members.put(first))
                .expectNext(new Engaged(first))
                .then(() -> members.put(otherClient))
                .expectNext(new Engaged(otherClient))
                .then(() -> members.put(otherUid))
                .expectNext(new Engaged(otherUid))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void saysNothingOfWhatIsNoChange() {
        Member east = member(EAST, Health.READY, client);
        members.put(east);

        StepVerifier.create(members.changes())
                .expectNext(new Engaged(east))
                .then(() -> members.put(member(EAST, Health.READY, client)))
                .then(() -> members.remove(WEST))
                .expectNoEvent(Duration.ofMillis(1))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void waitsForDemandAndTellsTheNewestStateOnly() {
        Member last = member(EAST, Health.READY, client);
        StepVerifier.create(members.changes(), 0)
                .then(() -> members.put(member(EAST, Health.NOT_READY, client)))
                .then(() -> members.put(member(EAST, Health.OFFLINE, client)))
                .then(() -> members.put(last))
                .thenRequest(10)
                .expectNext(new Engaged(last))
                .then(() -> members.put(member(WEST, Health.READY, client)))
                .expectNextMatches(change -> change.name().equals(WEST))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void tellsOfBothWhenAMemberWentAndCameBackMeanwhile() {
        Member before = member(EAST, Health.READY, client);
        Member after = member(EAST, Health.OFFLINE, client);
        members.put(before);

        StepVerifier.create(members.changes(), 1)
                .expectNext(new Engaged(before))
                .then(() -> members.remove(EAST))
                .then(() -> members.put(before))
                .then(() -> members.put(after))
                .thenRequest(1)
                .expectNext(new Disengaged(EAST))
                .thenRequest(1)
                .expectNext(new Engaged(after))
                .then(() -> members.remove(EAST))
                .then(() -> members.put(after))
                .then(() -> members.remove(EAST))
                .thenRequest(5)
                .expectNext(new Disengaged(EAST))
                .expectNoEvent(Duration.ofMillis(1))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void holdsOneFollowerUpWithoutTheOthers() {
        Member east = member(EAST, Health.READY, client);
        Flux<MemberChange> slow = members.changes();
        StepVerifier idle =
                StepVerifier.create(slow, 0).thenAwait().thenCancel().verifyLater();

        StepVerifier.create(members.changes())
                .then(() -> members.put(east))
                .expectNext(new Engaged(east))
                .thenCancel()
                .verify(LIMIT);
        idle.verify(LIMIT);
    }

    @Test
    void completesItsCompletionOnceEveryMemberIsKnown() {
        assertThat(members.complete()).isFalse();

        StepVerifier.create(members.completion())
                .expectSubscription()
                .then(members::markComplete)
                .expectComplete()
                .verify(LIMIT);
        members.markComplete();

        assertThat(members.complete()).isTrue();
        StepVerifier.create(members.completion()).expectComplete().verify(LIMIT);
    }

    private static Member member(ClusterName name, Health health, ClusterClient client) {
        return new Member(name, "uid-1", Map.of(), health, client);
    }

    private static final class Unreachable implements ClusterClient {

        @Override
        public String name() {
            return "unreachable";
        }

        @Override
        public Mono<ApiResponse> send(ApiRequest request) {
            return Mono.never();
        }

        @Override
        public Flux<ByteBuffer> stream(ApiRequest request) {
            return Flux.never();
        }
    }
}
