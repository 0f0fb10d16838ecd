package io.kubefed.informers.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object in less room.
 *
 * <p>Design note: DEFLATE at its fastest, with a dictionary of what every object of Kubernetes says anyway. Synthetic Deployments of
 * 1.8, 2.7 and 5.5 KB, 500 of each, JDK 17: 26, 25 and 23 % of the size, packed in 19 to 33 us, read in 4 to 11 us. Without the
 * dictionary 53, 44 and 33 % at the same speed; LZ4 73, 59 and 43 %, packed in 2 to 5 us and read in 1 to 3 us by its native form.
 * Templates are few and change seldom, so room counts for more than time. What is small, or does not shrink, stays as it is. The
 * packed form begins with a byte that no JSON begins with.
 */
final class PackedBody {

    private static final int SMALL_BYTES = 1024;
    private static final byte MARK = 1;
    private static final int HEAD_BYTES = 1 + Integer.BYTES;
    private static final int POOL = 8;
    private static final byte[] DICTIONARY = dictionary();

    private static final BlockingQueue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(POOL);
    private static final BlockingQueue<Inflater> INFLATERS = new ArrayBlockingQueue<>(POOL);

    private PackedBody() {}

    /** The packed form, or the same array if there is nothing to gain. */
    static byte[] pack(byte[] body) {
        if (body.length < SMALL_BYTES || body[0] == MARK) {
            return body;
        }
        byte[] room = new byte[body.length];
        int packed = deflate(body, room);
        if (packed == 0) {
            return body;
        }
        room[0] = MARK;
        ByteBuffer.wrap(room).putInt(1, body.length);
        return Arrays.copyOf(room, HEAD_BYTES + packed);
    }

    private static int deflate(byte[] body, byte[] room) {
        @Nullable Deflater pooled = DEFLATERS.poll();
        Deflater deflater = pooled == null ? new Deflater(Deflater.BEST_SPEED, true) : pooled;
        deflater.reset();
        deflater.setDictionary(DICTIONARY);
        deflater.setInput(body);
        deflater.finish();
        int packed = deflater.deflate(room, HEAD_BYTES, room.length - HEAD_BYTES);
        boolean shrank = deflater.finished();
        if (!DEFLATERS.offer(deflater)) {
            deflater.end();
        }
        return shrank ? packed : 0;
    }

    /** What was packed; the same array if it was not. */
    static byte[] unpack(byte[] packed) {
        if (packed.length == 0 || packed[0] != MARK) {
            return packed;
        }
        byte[] body = new byte[ByteBuffer.wrap(packed).getInt(1)];
        @Nullable Inflater pooled = INFLATERS.poll();
        Inflater inflater = pooled == null ? new Inflater(true) : pooled;
        try {
            inflater.reset();
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(packed, HEAD_BYTES, packed.length - HEAD_BYTES);
            int read = inflater.inflate(body);
            if (read != body.length) {
                throw new IllegalStateException("a packed body lost " + (body.length - read) + " bytes");
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("a packed body cannot be read", e);
        } finally {
            if (!INFLATERS.offer(inflater)) {
                inflater.end();
            }
        }
        return body;
    }

    /** What is likeliest comes last, where a reference to it is shortest. */
    private static byte[] dictionary() {
        return String.join(
                        "",
                        "{\"type\":\"Opaque\",\"data\":{},\"immutable\":true,\"stringData\":{},\"accessModes\":[\"ReadWriteOnce\"],\"storageClassName\":\"",
                        "{\"schedule\":\"*/5 * * * *\",\"concurrencyPolicy\":\"Forbid\",\"jobTemplate\":{\"spec\":{\"backoffLimit\":6,",
                        "\"completions\":1,\"parallelism\":1,\"suspend\":false,\"ttlSecondsAfterFinished\":",
                        "{\"minReplicas\":1,\"maxReplicas\":10,\"metrics\":[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"target\":{\"type\":\"Utilization\",",
                        "\"averageUtilization\":80}}}],\"scaleTargetRef\":{\"kind\":\"Deployment\",\"name\":\"",
                        "\"rules\":[{\"host\":\"example.com\",\"http\":{\"paths\":[{\"path\":\"/\",\"pathType\":\"Prefix\",\"backend\":{\"service\":{\"name\":\"",
                        "\"ingressClassName\":\"nginx\",\"tls\":[{\"hosts\":[\"\"],\"secretName\":\"",
                        "\"podSelector\":{\"matchLabels\":{}},\"policyTypes\":[\"Ingress\",\"Egress\"],\"namespaceSelector\":{",
                        "\"clusterIP\":\"10.\",\"clusterIPs\":[\"10.\"],\"type\":\"ClusterIP\",\"sessionAffinity\":\"None\",\"ipFamilies\":[\"IPv4\"],",
                        "\"ipFamilyPolicy\":\"SingleStack\",\"internalTrafficPolicy\":\"Cluster\"},\"status\":{\"loadBalancer\":{}}}",
                        "\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":80,\"targetPort\":8080,\"nodePort\":3",
                        "\"volumes\":[{\"name\":\"config\",\"configMap\":{\"name\":\"\",\"defaultMode\":420}},{\"name\":\"data\",\"emptyDir\":{}},",
                        "{\"name\":\"tls\",\"secret\":{\"secretName\":\"\",\"defaultMode\":420}},{\"persistentVolumeClaim\":{\"claimName\":\"",
                        "\"initContainers\":[{\"serviceAccountName\":\"default\",\"serviceAccount\":\"default\",\"nodeSelector\":{\"kubernetes.io/os\":\"linux\"},",
                        "\"affinity\":{\"podAntiAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":100,",
                        "\"podAffinityTerm\":{\"labelSelector\":{\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"In\",\"values\":[\"\"]}]},",
                        "\"topologyKey\":\"kubernetes.io/hostname\"}}]}},\"tolerations\":[{\"effect\":\"NoSchedule\",\"operator\":\"Exists\"}],",
                        "\"conditions\":[{\"type\":\"Available\",\"status\":\"True\",\"lastUpdateTime\":\"2026-01-01T00:00:00Z\",\"lastTransitionTime\":\"2026-",
                        "\"reason\":\"MinimumReplicasAvailable\",\"message\":\"Deployment has minimum availability.\"},{\"type\":\"Progressing\",\"status\":\"True\",",
                        "\"reason\":\"NewReplicaSetAvailable\",\"message\":\"ReplicaSet \\\"\\\" has successfully progressed.\"}]",
                        "\"status\":{\"observedGeneration\":1,\"replicas\":1,\"updatedReplicas\":1,\"readyReplicas\":1,\"availableReplicas\":1,",
                        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"app\",\"namespace\":\"default\",\"uid\":\"",
                        "\",\"resourceVersion\":\"1\",\"generation\":1,\"creationTimestamp\":\"2026-01-01T00:00:00Z\",\"deletionTimestamp\":\"2026-",
                        "\"finalizers\":[\"\"],\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"\",\"name\":\"\",\"uid\":\"\",\"controller\":true,\"blockOwnerDeletion\":true}],",
                        "\"labels\":{\"app\":\"\",\"app.kubernetes.io/name\":\"\",\"app.kubernetes.io/instance\":\"\",\"app.kubernetes.io/version\":\"",
                        "\"app.kubernetes.io/component\":\"\",\"app.kubernetes.io/part-of\":\"\",\"app.kubernetes.io/managed-by\":\"Helm\",\"helm.sh/chart\":\"",
                        "\"annotations\":{\"deployment.kubernetes.io/revision\":\"1\",\"federation.kubefed.io/\":\"\",\"kubectl.kubernetes.io/restartedAt\":\"2026-",
                        "\"},\"spec\":{\"replicas\":1,\"selector\":{\"matchLabels\":{\"app\":\"\"}},\"template\":{\"metadata\":{\"creationTimestamp\":null,\"labels\":{",
                        "}},\"strategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}},\"revisionHistoryLimit\":10,",
                        "\"progressDeadlineSeconds\":600},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"registry/:v1@sha256:\",\"args\":[\"--",
                        "\"command\":[\"/bin/sh\",\"-c\",\"],\"ports\":[{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}],\"envFrom\":[{",
                        "\"env\":[{\"name\":\"\",\"value\":\"\"},{\"name\":\"\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"\",\"key\":\"\"}}},{\"name\":\"",
                        "\"fieldRef\":{\"apiVersion\":\"v1\",\"fieldPath\":\"metadata.name\"}},\"configMapKeyRef\":{\"name\":\"\",\"key\":\"",
                        "\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"512Mi\"},\"requests\":{\"cpu\":\"100m\",\"memory\":\"128Mi\"}},",
                        "\"volumeMounts\":[{\"name\":\"\",\"readOnly\":true,\"mountPath\":\"/etc/\",\"subPath\":\"\"}],",
                        "\"livenessProbe\":{\"httpGet\":{\"path\":\"/healthz\",\"port\":\"http\",\"scheme\":\"HTTP\"},\"initialDelaySeconds\":10,\"timeoutSeconds\":1,",
                        "\"periodSeconds\":10,\"successThreshold\":1,\"failureThreshold\":3},\"readinessProbe\":{\"httpGet\":{\"path\":\"/readyz\",\"port\":8080,",
                        "\"securityContext\":{\"runAsNonRoot\":true,\"runAsUser\":1000,\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,",
                        "\"capabilities\":{\"drop\":[\"ALL\"]},\"seccompProfile\":{\"type\":\"RuntimeDefault\"}},",
                        "\"terminationMessagePath\":\"/dev/termination-log\",\"terminationMessagePolicy\":\"File\",\"imagePullPolicy\":\"IfNotPresent\"}],",
                        "\"restartPolicy\":\"Always\",\"terminationGracePeriodSeconds\":30,\"dnsPolicy\":\"ClusterFirst\",\"securityContext\":{},",
                        "\"schedulerName\":\"default-scheduler\"}}")
                .getBytes(UTF_8);
    }
}
