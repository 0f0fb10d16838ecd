package io.kubefed.benchmarks.pods;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Pods of 8.6 KB, all different, as a kube-apiserver writes them: two containers with probes and environment, a full status, and
 * {@code managedFields} of two managers that take 40 % of the bytes.
 *
 * <p>Every Pod has field names of its own in {@code managedFields} ({@code k:{"ip":"10.1.2.3"}}, {@code k:{"uid":"..."}}), as real ones
 * do: parsers that remember names pay for them, which documents in rotation would hide. A Pod is the same in every run.
 */
public final class Pods {

    private static final String HEAD = "\"kind\":\"Pod\",\"apiVersion\":\"v1\",";
    private static final String VERSION = "\"resourceVersion\":\"";

    private Pods() {}

    /** The name of a Pod. */
    public static String name(int index) {
        return String.format(Locale.ROOT, "shop-frontend-%s-%05d", hex(index ^ 0x5EED, 10), index);
    }

    /** The namespace of a Pod: fifty of them. */
    public static String namespace(int index) {
        return "team-" + (index % 50);
    }

    /** The JSON of a Pod at a version, as it stands in a watch event. */
    public static byte[] watched(int index, long version) {
        return ("{" + HEAD + rest(index, version)).getBytes(UTF_8);
    }

    /** The JSON of a Pod at a version, as it stands in a list: without its kind. */
    public static byte[] listed(int index, long version) {
        return ("{" + rest(index, version)).getBytes(UTF_8);
    }

    private static String rest(int index, long version) {
        String ip = "10." + (index >> 14 & 0xFF) + "." + (index >> 7 & 0x7F) + "." + (index & 0x7F);
        int minute = index % 60;
        return (METADATA + MANAGED_FIELDS + SPEC + STATUS)
                .replace("%NAME%", name(index))
                .replace("%NAMESPACE%", namespace(index))
                .replace("%VERSION%", Long.toString(version))
                .replace("%UID%", uid(index))
                .replace("%SET%", uid(index / 8 + 1_000_000))
                .replace("%HASH%", hex(index / 8, 10))
                .replace("%NODE%", "node-" + index % 500)
                .replace("%MINUTE%", String.format(Locale.ROOT, "%02d", minute))
                .replace("%IP%", ip)
                .replace("%HOST%", "192.168." + (index % 500 >> 8) + "." + (index % 500 & 0xFF))
                .replace("%MAIN%", hex(index * 3, 64))
                .replace("%SIDE%", hex(index * 3 + 1, 64))
                .replace("%IMAGE%", hex(index % 40, 64));
    }

    /** Where the digits of the version begin in a Pod's JSON. */
    public static int versionAt(byte[] pod) {
        byte[] wanted = VERSION.getBytes(UTF_8);
        for (int at = 0; at + wanted.length < pod.length; at++) {
            int same = 0;
            while (same < wanted.length && pod[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at + same;
            }
        }
        throw new IllegalArgumentException("no version");
    }

    private static String uid(int seed) {
        String digits = hex(seed, 32);
        return digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-4" + digits.substring(13, 16) + "-8"
                + digits.substring(17, 20) + "-" + digits.substring(20);
    }

    private static String hex(int seed, int digits) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(digits + 16);
        while (text.length() < digits) {
            text.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
        }
        return text.substring(0, digits);
    }

    private static final String METADATA = """
            "metadata":{"name":"%NAME%","generateName":"shop-frontend-%HASH%-","namespace":"%NAMESPACE%","uid":"%UID%",\
            "resourceVersion":"%VERSION%","generation":1,"creationTimestamp":"2026-11-24T09:%MINUTE%:07Z","labels":{"app":"shop-frontend",\
            "app.kubernetes.io/instance":"shop","app.kubernetes.io/name":"frontend","pod-template-hash":"%HASH%",\
            "topology.kubernetes.io/region":"eu-central-1"},"annotations":{"checksum/config":"%IMAGE%",\
            "kubectl.kubernetes.io/restartedAt":"2026-11-24T09:%MINUTE%:01Z","prometheus.io/port":"9090","prometheus.io/scrape":"true"},\
            "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"shop-frontend-%HASH%","uid":"%SET%",\
            "controller":true,"blockOwnerDeletion":true}],""";

    private static final String MANAGED_FIELDS = """
            "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1",\
            "time":"2026-11-24T09:%MINUTE%:07Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},\
            "f:checksum/config":{},"f:kubectl.kubernetes.io/restartedAt":{},"f:prometheus.io/port":{},"f:prometheus.io/scrape":{}},\
            "f:generateName":{},"f:labels":{".":{},"f:app":{},"f:app.kubernetes.io/instance":{},"f:app.kubernetes.io/name":{},\
            "f:pod-template-hash":{},"f:topology.kubernetes.io/region":{}},"f:ownerReferences":{".":{},"k:{\\"uid\\":\\"%SET%\\"}":{}}},\
            "f:spec":{"f:affinity":{".":{},"f:podAntiAffinity":{".":{},"f:preferredDuringSchedulingIgnoredDuringExecution":{}}},\
            "f:containers":{"k:{\\"name\\":\\"frontend\\"}":{".":{},"f:args":{},"f:env":{".":{},"k:{\\"name\\":\\"CATALOG_URL\\"}":{".":{},\
            "f:name":{},"f:value":{}},"k:{\\"name\\":\\"LOG_LEVEL\\"}":{".":{},"f:name":{},"f:value":{}},"k:{\\"name\\":\\"POD_IP\\"}":{".":{},\
            "f:name":{},"f:valueFrom":{".":{},"f:fieldRef":{}}},"k:{\\"name\\":\\"DATABASE_PASSWORD\\"}":{".":{},"f:name":{},\
            "f:valueFrom":{".":{},"f:secretKeyRef":{}}}},"f:image":{},"f:imagePullPolicy":{},"f:livenessProbe":{".":{},\
            "f:failureThreshold":{},"f:httpGet":{".":{},"f:path":{},"f:port":{},"f:scheme":{}},"f:initialDelaySeconds":{},\
            "f:periodSeconds":{},"f:successThreshold":{},"f:timeoutSeconds":{}},"f:name":{},"f:ports":{".":{},\
            "k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:name":{},"f:protocol":{}}},\
            "f:readinessProbe":{".":{},"f:failureThreshold":{},"f:httpGet":{".":{},"f:path":{},"f:port":{},"f:scheme":{}},\
            "f:periodSeconds":{},"f:successThreshold":{},"f:timeoutSeconds":{}},"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{},\
            "f:memory":{}},"f:requests":{".":{},"f:cpu":{},"f:memory":{}}},"f:securityContext":{".":{},"f:allowPrivilegeEscalation":{},\
            "f:readOnlyRootFilesystem":{}},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{},"f:volumeMounts":{".":{},\
            "k:{\\"mountPath\\":\\"/etc/shop\\"}":{".":{},"f:mountPath":{},"f:name":{},"f:readOnly":{}}}},\
            "k:{\\"name\\":\\"metrics\\"}":{".":{},"f:args":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},\
            "k:{\\"containerPort\\":9090,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:name":{},"f:protocol":{}}},\
            "f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},\
            "f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:serviceAccount":{},"f:serviceAccountName":{},\
            "f:terminationGracePeriodSeconds":{},"f:volumes":{".":{},"k:{\\"name\\":\\"config\\"}":{".":{},"f:configMap":{".":{},\
            "f:defaultMode":{},"f:name":{}},"f:name":{}}}}}},{"manager":"kubelet","operation":"Update","apiVersion":"v1",\
            "time":"2026-11-24T09:%MINUTE%:12Z","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{\
            "k:{\\"type\\":\\"ContainersReady\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}},\
            "k:{\\"type\\":\\"Initialized\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}},\
            "k:{\\"type\\":\\"PodReadyToStartContainers\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}},\
            "k:{\\"type\\":\\"Ready\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}}},\
            "f:containerStatuses":{},"f:hostIP":{},"f:hostIPs":{},"f:phase":{},"f:podIP":{},"f:podIPs":{".":{},\
            "k:{\\"ip\\":\\"%IP%\\"}":{".":{},"f:ip":{}}},"f:startTime":{}}},"subresource":"status"}]},""";

    private static final String SPEC = """
            "spec":{"volumes":[{"name":"config","configMap":{"name":"shop-frontend","defaultMode":420}},{"name":"kube-api-access-%HASH%",\
            "projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt",\
            "items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1",\
            "fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}],"containers":[{"name":"frontend",\
            "image":"registry.example.com/shop/frontend@sha256:%IMAGE%","args":["--listen=:8080","--config=/etc/shop/frontend.yaml"],\
            "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"CATALOG_URL","value":"http://catalog.%NAMESPACE%:8080"},\
            {"name":"LOG_LEVEL","value":"info"},{"name":"POD_IP","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"status.podIP"}}},\
            {"name":"DATABASE_PASSWORD","valueFrom":{"secretKeyRef":{"name":"shop-database","key":"password"}}}],"resources":{"limits":{"cpu":"1",\
            "memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"volumeMounts":[{"name":"config","readOnly":true,\
            "mountPath":"/etc/shop"},{"name":"kube-api-access-%HASH%","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],\
            "livenessProbe":{"httpGet":{"path":"/healthz","port":"http","scheme":"HTTP"},"initialDelaySeconds":10,"timeoutSeconds":1,\
            "periodSeconds":10,"successThreshold":1,"failureThreshold":3},"readinessProbe":{"httpGet":{"path":"/readyz","port":"http",\
            "scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":5,"successThreshold":1,"failureThreshold":3},\
            "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent",\
            "securityContext":{"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}},{"name":"metrics",\
            "image":"registry.example.com/base/metrics:v2.4.1","args":["--port=9090"],"ports":[{"name":"metrics","containerPort":9090,\
            "protocol":"TCP"}],"resources":{},"volumeMounts":[{"name":"kube-api-access-%HASH%","readOnly":true,\
            "mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],"terminationMessagePath":"/dev/termination-log",\
            "terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,\
            "dnsPolicy":"ClusterFirst","serviceAccountName":"frontend","serviceAccount":"frontend","nodeName":"%NODE%","securityContext":{},\
            "affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"labelSelector":\
            {"matchLabels":{"app":"shop-frontend"}},"topologyKey":"kubernetes.io/hostname"}}]}},"schedulerName":"default-scheduler",\
            "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},\
            {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,\
            "enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},""";

    private static final String STATUS = """
            "status":{"observedGeneration":1,"phase":"Running","conditions":[{"type":"PodReadyToStartContainers","status":"True",\
            "lastProbeTime":null,"lastTransitionTime":"2026-11-24T09:%MINUTE%:09Z"},{"type":"Initialized","status":"True","lastProbeTime":null,\
            "lastTransitionTime":"2026-11-24T09:%MINUTE%:07Z"},{"type":"Ready","status":"True","lastProbeTime":null,\
            "lastTransitionTime":"2026-11-24T09:%MINUTE%:12Z"},{"type":"ContainersReady","status":"True","lastProbeTime":null,\
            "lastTransitionTime":"2026-11-24T09:%MINUTE%:12Z"},{"type":"PodScheduled","status":"True","lastProbeTime":null,\
            "lastTransitionTime":"2026-11-24T09:%MINUTE%:07Z"}],"hostIP":"%HOST%","hostIPs":[{"ip":"%HOST%"}],"podIP":"%IP%",\
            "podIPs":[{"ip":"%IP%"}],"startTime":"2026-11-24T09:%MINUTE%:07Z","containerStatuses":[{"name":"frontend","state":{"running":\
            {"startedAt":"2026-11-24T09:%MINUTE%:08Z"}},"lastState":{},"ready":true,"restartCount":0,\
            "image":"registry.example.com/shop/frontend@sha256:%IMAGE%","imageID":"registry.example.com/shop/frontend@sha256:%IMAGE%",\
            "containerID":"containerd://%MAIN%","started":true},{"name":"metrics","state":{"running":{"startedAt":"2026-11-24T09:%MINUTE%:09Z"}},\
            "lastState":{},"ready":true,"restartCount":0,"image":"registry.example.com/base/metrics:v2.4.1",\
            "imageID":"registry.example.com/base/metrics@sha256:%IMAGE%","containerID":"containerd://%SIDE%","started":true}],\
            "qosClass":"Burstable"}}""";
}
