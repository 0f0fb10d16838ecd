package io.kubefed.apiserver.authn;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Users by client certificate: the common name is the user's, the organisations are its groups.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates">X.509 client
 *     certificates</a>
 */
public final class ClientCertificates implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificates.class);
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final int REMEMBERED = 1_000;

    private final Supplier<List<X509Certificate>> authorities;
    private final Scheduler timer;
    // A connection shows the same certificate with each request, and a signature takes longer to verify than most
    // answers to make.
    private final Map<List<X509Certificate>, Verified> verified = new LinkedHashMap<>(16, 0.75f, true);

    private record Verified(List<X509Certificate> by, User user, Instant until) {}

    /**
     * Believes these authorities.
     *
     * @param authorities those of this moment
     */
    public ClientCertificates(Supplier<List<X509Certificate>> authorities, Scheduler timer) {
        this.authorities = authorities;
        this.timer = timer;
    }

    @Override
    public Mono<User> authenticate(Credentials credentials) {
        List<X509Certificate> chain = credentials.certificates();
        return chain.isEmpty() ? Mono.empty() : Mono.fromCallable(() -> user(chain));
    }

    private User user(List<X509Certificate> chain) {
        List<X509Certificate> by = authorities.get();
        Instant now = Instant.ofEpochMilli(timer.now(MILLISECONDS));
        Verified known = known(chain);
        if (known != null && known.by().equals(by) && now.isBefore(known.until())) {
            return known.user();
        }
        Verified found = verify(chain, by, now);
        synchronized (verified) {
            verified.put(chain, found);
            if (verified.size() > REMEMBERED) {
                verified.remove(verified.keySet().iterator().next());
            }
        }
        return found.user();
    }

    private @Nullable Verified known(List<X509Certificate> chain) {
        synchronized (verified) {
            return verified.get(chain);
        }
    }

    private static Verified verify(List<X509Certificate> chain, List<X509Certificate> by, Instant now) {
        try {
            List<String> uses = chain.get(0).getExtendedKeyUsage();
            if (uses == null || !(uses.contains(CLIENT_AUTH) || uses.contains(ANY_USE))) {
                throw new GeneralSecurityException("the certificate is not for clients");
            }
            if (by.isEmpty()) {
                throw new GeneralSecurityException("no authority is trusted");
            }
            validate(chain, by, now);
            Instant until = chain.stream()
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElse(now);
            return new Verified(by, user(chain.get(0)), until);
        } catch (GeneralSecurityException | NamingException e) {
            LOG.atDebug()
                    .addKeyValue("subject", chain.get(0).getSubjectX500Principal())
                    .addKeyValue("error", e.getMessage())
                    .log("a client certificate was rejected");
            throw Refusal.unauthorized();
        }
    }

    private static void validate(List<X509Certificate> chain, List<X509Certificate> by, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        by.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        // An authority that the client sends along is trusted already.
        List<X509Certificate> path =
                chain.stream().filter(certificate -> !by.contains(certificate)).toList();
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    private static User user(X509Certificate certificate) throws GeneralSecurityException, NamingException {
        LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
        List<String> names = values(subject, "CN");
        String name = names.isEmpty() ? "" : names.get(names.size() - 1);
        List<String> groups = values(subject, "O");
        if (name.isEmpty()) {
            throw new GeneralSecurityException("the certificate has no common name");
        }
        return new User(name, "", groups, Map.of());
    }

    /** All values of a part of a name, in the order of the certificate. */
    private static List<String> values(LdapName subject, String part) throws NamingException {
        List<String> values = new ArrayList<>();
        for (Rdn rdn : subject.getRdns()) {
            Attribute attribute = rdn.toAttributes().get(part);
            for (int i = 0; attribute != null && i < attribute.size(); i++) {
                values.add(String.valueOf(attribute.get(i)));
            }
        }
        return values;
    }
}
