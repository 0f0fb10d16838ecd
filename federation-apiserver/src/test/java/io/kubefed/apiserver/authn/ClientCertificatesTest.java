package io.kubefed.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ClientCertificatesTest {

    private static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;
    private static final String ALICE = "O=shop+O=ops,CN=alice";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Issued authority = Issued.authority("CN=ours", Instant.EPOCH);
    private final AtomicReference<List<X509Certificate>> trusted =
            new AtomicReference<>(List.of(authority.certificate()));
    private final ClientCertificates certificates = new ClientCertificates(trusted::get, time);

    ClientCertificatesTest() throws Exception {}

    private User user(X509Certificate... chain) {
        return certificates
                .authenticate(new Credentials("", List.of(chain), Map.of()))
                .block();
    }

    private void rejects(X509Certificate... chain) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> user(chain))
                .matches(refusal -> refusal.code() == 401);
    }

    @Test
    void readsUserAndGroupsFromTheSubject() throws Exception {
        Issued alice = authority.sign(ALICE, CLIENT, Instant.EPOCH);

        User user = user(alice.certificate());

        assertThat(user.name()).isEqualTo("alice");
        assertThat(user.groups()).containsExactlyInAnyOrder("shop", "ops");
        assertThat(user(alice.certificate(), authority.certificate())).isEqualTo(user);
    }

    @Test
    void hasNoOpinionWithoutACertificate() {
        assertThat(user()).isNull();
    }

    @Test
    void rejectsWhatSomebodyElseSigned() throws Exception {
        Issued other = Issued.authority("CN=ours", Instant.EPOCH);

        rejects(other.sign(ALICE, CLIENT, Instant.EPOCH).certificate());
    }

    @Test
    void rejectsCertificatesOfServersAndOfNobody() throws Exception {
        rejects(authority
                .sign(ALICE, KeyPurposeId.id_kp_serverAuth, Instant.EPOCH)
                .certificate());
        rejects(authority.sign("O=shop", CLIENT, Instant.EPOCH).certificate());
    }

    @Test
    void rejectsWhatHasEndedThoughItWasGoodBefore() throws Exception {
        Issued alice = authority.sign(ALICE, CLIENT, Instant.EPOCH);

        assertThat(user(alice.certificate())).isNotNull();
        time.advanceTimeBy(Duration.ofMinutes(61));

        rejects(alice.certificate());
    }

    @Test
    void rejectsWhatAnAuthoritySignedThatIsNoLongerTrusted() throws Exception {
        Issued alice = authority.sign(ALICE, CLIENT, Instant.EPOCH);

        assertThat(user(alice.certificate())).isNotNull();
        trusted.set(List.of());

        rejects(alice.certificate());
    }
}
