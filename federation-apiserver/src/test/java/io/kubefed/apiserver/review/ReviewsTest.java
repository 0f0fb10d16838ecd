package io.kubefed.apiserver.review;

import static io.kubefed.apiserver.Guarded.ALICE;
import static io.kubefed.apiserver.Guarded.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Guarded;
import io.kubefed.apiserver.Guarded.Reply;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.authn.TokenFile;
import io.kubefed.apiserver.request.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers are those of a real server to the same questions. */
class ReviewsTest {

    private static final String ACCESS = "/apis/authorization.k8s.io/v1/";
    private static final String USERS = "/apis/authentication.k8s.io/v1/";

    private final Guarded api = new Guarded(TokenFile.read("t,alice,2"), Admission.NONE);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void saysWhoAsks() {
        User bob = new User("bob", "3", List.of(User.AUTHENTICATED), Map.of("foo", List.of("bar")));

        assertThat(api.post(bob, USERS + "selfsubjectreviews", "{}").body())
                .hasToString("{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"metadata\":"
                        + "{\"creationTimestamp\":\"1970-01-01T00:00:00Z\"},\"status\":{\"userInfo\":{\"username\":\"bob\","
                        + "\"uid\":\"3\",\"groups\":[\"system:authenticated\"],\"extra\":{\"foo\":[\"bar\"]}}}}");
    }

    @Test
    void saysWhatTheOneWhoAsksMay() {
        Reply path = api.post(
                ALICE,
                ACCESS + "selfsubjectaccessreviews",
                "{'spec':{'nonResourceAttributes':{'verb':'get','path':'/version'}}}");
        Reply object = api.post(
                ALICE,
                ACCESS + "selfsubjectaccessreviews",
                "{'spec':{'resourceAttributes':{'verb':'get','resource':'pods','namespace':'x'}}}");
        Reply root = api.post(
                ROOT,
                ACCESS + "selfsubjectaccessreviews",
                "{'spec':{'resourceAttributes':{'verb':'get','resource':'pods'}}}");

        assertThat(path.at("/status"))
                .hasToString(
                        "{\"allowed\":true,\"reason\":\"RBAC: allowed by ClusterRoleBinding \\\"system:discovery\\\""
                                + " of ClusterRole \\\"system:discovery\\\" to Group \\\"system:authenticated\\\"\"}");
        assertThat(object.at("/status")).hasToString("{\"allowed\":false}");
        assertThat(root.at("/status")).hasToString("{\"allowed\":true}");
        assertThat(root.status()).isEqualTo(201);
    }

    @Test
    void listsWhatTheOneWhoAsksMay() {
        Reply reply = api.post(ALICE, ACCESS + "selfsubjectrulesreviews", "{'spec':{'namespace':'default'}}");

        assertThat(reply.at("/status/resourceRules").findValuesAsText("resources"))
                .hasSize(2);
        assertThat(reply.at("/status/nonResourceRules/1"))
                .hasToString(
                        "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/healthz\",\"/livez\",\"/readyz\",\"/version\","
                                + "\"/version/\"]}");
        assertThat(reply.at("/status/incomplete").asBoolean(true)).isFalse();
        assertThat(api.post(ALICE, ACCESS + "selfsubjectrulesreviews", "{'spec':{}}")
                        .message())
                .isEqualTo("no namespace on request");
    }

    @Test
    void saysOnlyToThoseWhoMayKnowWhatOthersMay() {
        String question = "{'spec':{'user':'alice','groups':['system:authenticated'],'nonResourceAttributes':"
                + "{'verb':'get','path':'/version'}}}";

        assertThat(api.post(ROOT, ACCESS + "subjectaccessreviews", question)
                        .at("/status/allowed")
                        .asBoolean())
                .isTrue();
        assertThat(api.post(ALICE, ACCESS + "subjectaccessreviews", question).status())
                .isEqualTo(403);
    }

    @Test
    void refusesQuestionsThatMakeNoSense() {
        assertThat(api.post(ALICE, ACCESS + "selfsubjectaccessreviews", "{'spec':{}}")
                        .message())
                .isEqualTo(
                        ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null: exactly"
                                + " one of nonResourceAttributes or resourceAttributes must be specified");
        assertThat(api.post(
                                ROOT,
                                ACCESS + "subjectaccessreviews",
                                "{'spec':{'nonResourceAttributes':{'verb':'get','path':'/version'},"
                                        + "'resourceAttributes':{'verb':'get'}}}")
                        .message())
                .isEqualTo(".authorization.k8s.io \"\" is invalid: [spec.nonResourceAttributes: Invalid value:"
                        + " {\"Path\":\"/version\",\"Verb\":\"get\"}: cannot be specified in combination with"
                        + " resourceAttributes, spec.user: Invalid value: \"\": at least one of user or group must be"
                        + " specified]");
        assertThat(api.post(
                                ROOT,
                                ACCESS + "namespaces/default/localsubjectaccessreviews",
                                "{'spec':{'user':'bob','resourceAttributes':{'verb':'get','resource':'pods',"
                                        + "'namespace':'other'}}}")
                        .message())
                .endsWith("spec.resourceAttributes.namespace: Invalid value: \"other\": must match metadata.namespace");
        assertThat(api.get(ROOT, USERS + "tokenreviews").status()).isEqualTo(405);
    }

    @Test
    void saysWhoseATokenIs() {
        Reply known = api.post(ROOT, USERS + "tokenreviews", "{'spec':{'token':'t'}}");
        Reply unknown = api.post(ROOT, USERS + "tokenreviews", "{'spec':{'token':'nope'}}");

        assertThat(known.at("/status"))
                .hasToString("{\"authenticated\":true,\"user\":{\"username\":\"alice\",\"uid\":\"2\",\"groups\":"
                        + "[\"system:authenticated\"]},\"audiences\":[\"here\"]}");
        assertThat(unknown.at("/status")).hasToString("{\"user\":{},\"error\":\"invalid bearer token\"}");
        assertThat(api.post(ROOT, USERS + "tokenreviews", "{'spec':{}}").message())
                .isEqualTo("token is required for TokenReview in authentication");
    }

    @Test
    void storesNoneOfThem() {
        long before = api.storage.revision().block();

        api.post(ALICE, USERS + "selfsubjectreviews", "{}");

        assertThat(api.storage.revision().block()).isEqualTo(before);
    }
}
