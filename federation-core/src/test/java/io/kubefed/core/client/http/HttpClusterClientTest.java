package io.kubefed.core.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.access.Authentication;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Secret;
import io.kubefed.core.error.ApiStatus.Cause;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HttpClusterClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    private static final ObjectKey SHOP = new ObjectKey("web", "shop");
    private static final String SHOP_PATH = "/apis/apps/v1/namespaces/web/deployments/shop";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().gzipDisabled(true))
            .build();

    @RegisterExtension
    static final Loopback LOOPBACK = new Loopback();

    private HttpClusterClient client;

    @BeforeEach
    void connect() {
        client = LOOPBACK.transport().connect("member east-1", ClusterAccess.anonymous(SERVER.baseUrl()));
    }

    @AfterEach
    void disconnect() {
        client.dispose();
    }

    @Test
    void readsAnObject() {
        SERVER.stubFor(get(urlEqualTo(SHOP_PATH))
                .willReturn(okJson("{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"shop\"}}")));

        KubeObject shop = client.get(DEPLOYMENTS, SHOP).block(TIMEOUT);

        assertThat(shop.name()).isEqualTo("shop");
        SERVER.verify(
                1,
                getRequestedFor(anyUrl())
                        .withHeader("Accept", equalTo("application/json"))
                        .withHeader("User-Agent", equalTo("kubefed"))
                        .withHeader("Authorization", absent())
                        .withHeader("Accept-Encoding", absent())
                        .withHeader("Transfer-Encoding", absent()));
    }

    @Test
    void keepsThePathOfAServerBehindAGateway() {
        SERVER.stubFor(
                get("/k8s/clusters/c-1/api/v1/pods?limit=5&continue=a%2Bb+c").willReturn(okJson("{}")));

        try (var gateway = closing(LOOPBACK.transport()
                .connect("member west", ClusterAccess.anonymous(SERVER.baseUrl() + "/k8s/clusters/c-1/")))) {
            ApiRequest request =
                    ApiRequest.get("/api/v1/pods").with("limit", "5").with("continue", "a+b c");

            assertThat(gateway.client().send(request).block(TIMEOUT).status()).isEqualTo(200);
        }
    }

    @Test
    void sendsBodilessDeletesAndPostsWithAnEnd() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        for (ApiRequest.Method method : ApiRequest.Method.values()) {
            client.send(new ApiRequest(method, "/x", Map.of(), ApiRequest.JSON, null, null, TIMEOUT))
                    .block(TIMEOUT);
        }

        SERVER.verify(5, anyRequestedFor(urlEqualTo("/x")).withHeader("Transfer-Encoding", absent()));
    }

    @Test
    void sendsNothingBeforeSubscription() {
        client.get(DEPLOYMENTS, SHOP);

        SERVER.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void appliesWithTheBytesGiven() {
        SERVER.stubFor(patch(urlPathEqualTo(SHOP_PATH))
                .willReturn(status(201)
                        .withBody("{}")
                        .withHeader("Warning", "299 - \"spec.a is \\\"old\\\"\"", "299 - \"b\"")));

        ApiResponse response = client.apply(DEPLOYMENTS, SHOP, utf8("{\"x\":\"ü\"}"), "fcp:1", true)
                .block(TIMEOUT);

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.warnings()).containsExactly("spec.a is \"old\"", "b");
        SERVER.verify(
                1,
                patchRequestedFor(urlEqualTo(SHOP_PATH + "?fieldManager=fcp%3A1&force=true"))
                        .withHeader("Content-Type", equalTo("application/apply-patch+yaml"))
                        .withHeader("Content-Length", equalTo("10"))
                        .withHeader("Transfer-Encoding", absent())
                        .withRequestBody(equalToJson("{\"x\":\"ü\"}")));
    }

    @Test
    void saysWhatWasRefusedAndWhatToDo() {
        refuseAll(403, "Forbidden", "deployments.apps \\\"shop\\\" is forbidden: User \\\"fcp\\\" cannot patch it");

        PermanentException refusal = catchThrowableOfType(
                PermanentException.class,
                () -> client.apply(DEPLOYMENTS, SHOP, utf8("{}"), "fcp", true).block(TIMEOUT));

        assertThat(refusal)
                .hasMessage(
                        "member east-1: cannot apply deployments.apps web/shop: 403 Forbidden: deployments.apps \"shop\" is"
                                + " forbidden: User \"fcp\" cannot patch it; grant \"patch\" on deployments.apps in namespace web to this user");
        assertThat(refusal.code()).isEqualTo(403);
        assertThat(refusal.hasReason("Forbidden")).isTrue();
    }

    @Test
    void readsTheCausesOfARefusal() {
        SERVER.stubFor(any(anyUrl())
                .willReturn(status(409)
                        .withBody("{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"m\","
                                + "\"details\":{\"retryAfterSeconds\":3,\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"by hpa\","
                                + "\"field\":\".spec.replicas\"}]}}")));

        FederationException conflict = refusal(ApiRequest.get(SHOP_PATH));

        assertThat(conflict).isExactlyInstanceOf(TransientException.class);
        assertThat(conflict.status().causes())
                .containsExactly(new Cause("FieldManagerConflict", ".spec.replicas", "by hpa"));
        assertThat(conflict.status().retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void quotesARefusalThatIsNoStatus() {
        SERVER.stubFor(any(anyUrl())
                .willReturn(status(502)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html><style>b{}</style><body>\n<h1>Bad  Gateway</h1>" + "x".repeat(1_000)
                                + "</body></html>")));

        FederationException refusal = refusal(ApiRequest.get("/version"));

        assertThat(refusal).isInstanceOf(TransientException.class);
        assertThat(refusal.getMessage())
                .startsWith("member east-1: cannot read /version: 502 : Bad Gateway xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void waitsAsLongAsAThrottlingServerSays() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(429).withHeader("Retry-After", "7")));

        FederationException refusal = refusal(ApiRequest.get("/version"));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        ThrottledException.class,
                        throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 410, 425, 429, 500, 502, 503, 504})
    void mayTryAgainAfter(int code) {
        SERVER.stubFor(any(anyUrl()).willReturn(status(code)));

        assertThat(refusal(ApiRequest.get("/version"))).isInstanceOf(TransientException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 405, 406, 413, 415, 422})
    void givesUpAfter(int code) {
        SERVER.stubFor(any(anyUrl()).willReturn(status(code)));

        assertThat(refusal(ApiRequest.get("/version"))).isInstanceOf(PermanentException.class);
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void findsNothingWhereNothingIs() {
        refuseAll(404, "NotFound", "deployments.apps \\\"shop\\\" not found");

        assertThat(client.get(DEPLOYMENTS, SHOP).blockOptional(TIMEOUT)).isEmpty();
    }

    @Test
    void callsABodyThatIsNoJsonTransient() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"kind\":\"Deploy")));

        assertThat(catchThrowableOfType(
                        TransientException.class,
                        () -> client.get(DEPLOYMENTS, SHOP).block(TIMEOUT)))
                .hasMessageContaining("no JSON");
    }

    @Test
    void refusesAWebPage() {
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>log in</html>")));

        assertThat(refusal(ApiRequest.get("/version"))).hasMessageContaining("web page");
    }

    @Test
    void refusesABodyAboveTheLimit() {
        client.dispose();
        client = LOOPBACK.transport(TransportLimits.DEFAULT.withBodyBytes(1_000))
                .connect("member east-1", ClusterAccess.anonymous(SERVER.baseUrl()));
        SERVER.stubFor(get("/fits").willReturn(okJson("x".repeat(1_000))));
        SERVER.stubFor(get("/long").willReturn(okJson("x".repeat(1_001))));
        SERVER.stubFor(get("/chunked").willReturn(okJson("x".repeat(1_001)).withChunkedDribbleDelay(3, 30)));

        assertThat(client.send(ApiRequest.get("/fits")).block(TIMEOUT).body()).hasSize(1_000);
        assertThat(refusal(ApiRequest.get("/long"))).hasMessageContaining("limit is 1000");
        assertThat(refusal(ApiRequest.get("/chunked"))).hasMessageContaining("limit is 1000");
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotComeInTime() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(10_000)));

        assertThat(refusal(ApiRequest.get(SHOP_PATH).within(Duration.ofMillis(200))))
                .isInstanceOf(TransientException.class)
                .hasMessage("member east-1: cannot get deployments.apps web/shop: no answer from " + SERVER.baseUrl()
                        + " within 200 ms; check the network and the load of the server");
    }

    @Test
    void givesUpOnAStreamWhoseHeadDoesNotComeInTime() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(10_000)));

        client.stream(ApiRequest.get(SHOP_PATH).within(Duration.ofMillis(200)))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(TransientException.class).hasMessageContaining("200 ms"))
                .verify(TIMEOUT);
    }

    @Test
    void waitsForAStreamWhoseHeadCame() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("0123456789").withChunkedDribbleDelay(5, 1_000)));

        Mono<String> text = text(client.stream(ApiRequest.get("/x").within(Duration.ofMillis(500))));

        assertThat(text.block(TIMEOUT)).isEqualTo("0123456789");
    }

    @Test
    void callsACutOffBodyAnError() throws Exception {
        try (RawServer server =
                        RawServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                var raw = closing(LOOPBACK.transport().connect("member west", ClusterAccess.anonymous(server.url())))) {
            raw.client().stream(ApiRequest.get("/x"))
                    .map(piece -> StandardCharsets.UTF_8.decode(piece).toString())
                    .as(StepVerifier::create)
                    .expectNext("hello")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(TransientException.class)
                            .hasMessageContaining("closed the connection before the end"))
                    .verify(TIMEOUT);
        }
    }

    @Test
    void hangsUpOnAServerThatNeverBeginsToAnswerAStream() throws Exception {
        try (RawServer server = RawServer.silent();
                var raw = closing(LOOPBACK.transport().connect("member west", ClusterAccess.anonymous(server.url())))) {
            raw.client().stream(ApiRequest.get("/x").within(Duration.ofMillis(300)))
                    .as(StepVerifier::create)
                    .expectError(TransientException.class)
                    .verify(TIMEOUT);

            assertThat(server.awaitHangUp()).isTrue();
        }
    }

    @Test
    void callsABrokenConnectionTransient() {
        for (Fault fault : List.of(
                Fault.CONNECTION_RESET_BY_PEER,
                Fault.EMPTY_RESPONSE,
                Fault.MALFORMED_RESPONSE_CHUNK,
                Fault.RANDOM_DATA_THEN_CLOSE)) {
            SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

            assertThat(refusal(ApiRequest.get("/version"))).as(fault.name()).isInstanceOf(TransientException.class);
        }
        SERVER.verify(4, getRequestedFor(anyUrl()));
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (var nobody = closing(
                LOOPBACK.transport().connect("member west", ClusterAccess.anonymous("http://127.0.0.1:" + port)))) {
            assertThat(catchThrowableOfType(
                            TransientException.class,
                            () -> nobody.client()
                                    .send(ApiRequest.get("/version"))
                                    .block(TIMEOUT)))
                    .hasMessage("member west: cannot read /version: connection to http://127.0.0.1:" + port
                            + " refused; check the address and that the API server runs");
        }
    }

    @Test
    void saysThatTheHostIsUnknown() {
        try (var nobody =
                closing(LOOPBACK.transport().connect("member west", ClusterAccess.anonymous("no-such-host.invalid")))) {
            assertThat(catchThrowableOfType(
                            TransientException.class,
                            () -> nobody.client()
                                    .send(ApiRequest.get("/version"))
                                    .block(TIMEOUT)))
                    .hasMessageContaining("the host of https://no-such-host.invalid is unknown");
        }
    }

    @Test
    void readsNoFurtherThanDemandGoes() throws Exception {
        try (RawServer server = RawServer.flooding();
                var raw = closing(LOOPBACK.transport().connect("member west", ClusterAccess.anonymous(server.url())))) {
            StepVerifier.create(raw.client().stream(ApiRequest.get("/x")), 3)
                    .expectNextCount(3)
                    .then(server::awaitStandstill)
                    .thenCancel()
                    .verify(TIMEOUT);

            assertThat(server.written()).isLessThan(64L << 20);
        }
    }

    @Test
    void failsWhatIsUnderWayWhenDisposed() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("0123456789").withChunkedDribbleDelay(100, 60_000)));

        client.stream(ApiRequest.get("/x"))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .then(client::dispose)
                .thenConsumeWhile(piece -> true)
                .expectError(TransientException.class)
                .verify(TIMEOUT);
        assertThat(refusal(ApiRequest.get("/x"))).hasMessageContaining("closed");
    }

    @Test
    void showsItsTokenAndHidesIt() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        ClusterAccess access = new ClusterAccess(
                ClusterAccess.anonymous(SERVER.baseUrl()).config(), new Authentication.Token(new Secret("s3cret")));

        try (var open = closing(LOOPBACK.transport().connect("member west", access.as("jane", "dev", "ops")))) {
            open.client().send(ApiRequest.get("/x")).block(TIMEOUT);

            assertThat(open.client().toString() + access + access.authentication())
                    .doesNotContain("s3cret");
        }
        SERVER.verify(
                1,
                getRequestedFor(anyUrl())
                        .withHeader("Authorization", equalTo("Bearer s3cret"))
                        .withHeader("Impersonate-User", equalTo("jane"))
                        .withHeader("Impersonate-Group", equalTo("dev"))
                        .withHeader("Impersonate-Group", equalTo("ops")));
    }

    @Test
    void triesOnceMoreWithAnotherTokenAfter401() {
        SERVER.stubFor(
                any(anyUrl()).withHeader("Authorization", equalTo("Bearer t1")).willReturn(status(401)));
        SERVER.stubFor(
                any(anyUrl()).withHeader("Authorization", equalTo("Bearer t2")).willReturn(okJson("{}")));

        try (var open = closing(LOOPBACK.transport().connect("member west", tokens("t1", "t2", "t3")))) {
            assertThat(open.client()
                            .apply(DEPLOYMENTS, SHOP, utf8("{}"), "fcp", true)
                            .block(TIMEOUT)
                            .status())
                    .isEqualTo(200);
            assertThat(text(open.client().stream(ApiRequest.get("/x"))).block(TIMEOUT))
                    .isEqualTo("{}");
        }
        SERVER.verify(2, patchRequestedFor(anyUrl()));
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void renewsTheTokenOfAStream() {
        SERVER.stubFor(
                any(anyUrl()).withHeader("Authorization", equalTo("Bearer t1")).willReturn(status(401)));
        SERVER.stubFor(
                any(anyUrl()).withHeader("Authorization", equalTo("Bearer t2")).willReturn(okJson("{}")));

        try (var open = closing(LOOPBACK.transport().connect("member west", tokens("t1", "t2", "t3")))) {
            assertThat(text(open.client().stream(ApiRequest.get("/x"))).block(TIMEOUT))
                    .isEqualTo("{}");
        }
    }

    @Test
    void passesOnTheSecond401() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(401)));

        try (var open = closing(LOOPBACK.transport().connect("member west", tokens("t1", "t2", "t3")))) {
            assertThat(catchThrowableOfType(
                            PermanentException.class,
                            () -> open.client().send(ApiRequest.get("/x")).block(TIMEOUT)))
                    .hasMessageEndingWith("renew the credentials of this cluster");
        }
        SERVER.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void doesNotRepeatARefusedTokenThatHasNoSuccessor() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(401)));

        try (var open = closing(LOOPBACK.transport().connect("member west", tokens("t1", "t1")))) {
            assertThat(catchThrowableOfType(
                            PermanentException.class,
                            () -> open.client().send(ApiRequest.get("/x")).block(TIMEOUT)))
                    .hasMessageContaining("401");
        }
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    private static ClusterAccess tokens(String... tokens) {
        Iterator<String> next = List.of(tokens).iterator();
        return new ClusterAccess(
                ClusterAccess.anonymous(SERVER.baseUrl()).config(), new Authentication.Provided(next::next));
    }

    @Test
    void isWatchedByBlockHound() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        CountDownLatch never = new CountDownLatch(1);

        client.send(ApiRequest.get("/x"))
                .flatMap(answer -> Mono.fromCallable(() -> never.await(1, TimeUnit.SECONDS)))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(BlockingOperationError.class))
                .verify(TIMEOUT);
    }

    @Test
    void createsWithoutWaitingForAnotherAnswer() {
        SERVER.stubFor(post(urlPathEqualTo("/apis/apps/v1/namespaces/web/deployments"))
                .willReturn(status(201).withBody("{}")));
        KubeObject shop = KubeObject.parse(utf8("{\"metadata\":{\"namespace\":\"web\",\"name\":\"shop\"}}"));

        Flux.range(0, 100)
                .flatMap(i -> client.create(DEPLOYMENTS, shop, "fcp"), 32)
                .as(StepVerifier::create)
                .expectNextCount(100)
                .expectComplete()
                .verify(TIMEOUT);
    }

    private void refuseAll(int code, String reason, String message) {
        SERVER.stubFor(any(anyUrl())
                .willReturn(status(code)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
                                + ",\"reason\":\"" + reason + "\",\"message\":\"" + message + "\"}")));
    }

    private FederationException refusal(ApiRequest request) {
        return catchThrowableOfType(
                FederationException.class, () -> client.send(request).block(TIMEOUT));
    }

    private static Mono<String> text(Flux<ByteBuffer> pieces) {
        return pieces.map(piece -> StandardCharsets.UTF_8.decode(piece).toString())
                .reduce("", String::concat);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Open closing(HttpClusterClient client) {
        return new Open(client);
    }

    private record Open(HttpClusterClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.dispose();
        }
    }
}
