package io.kubefed.apiserver.protobuf;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.protobuf.MessageDecoder.Tag;
import java.util.Arrays;

/**
 * A body in protobuf as Kubernetes sends it: four bytes of magic, and an envelope that tells the type of the message in it.
 *
 * @param apiVersion what the envelope says; may be empty
 * @param kind what the envelope says; may be empty
 * @param message the bytes of the message
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Kubernetes Protobuf encoding</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Read once.
public record ProtobufBody(String apiVersion, String kind, byte[] message) {

    /** The media type of such bodies. */
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /** Checks that no part is null. */
    public ProtobufBody {
        requireNonNull(apiVersion, "apiVersion");
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }

    /** Whether bodies of this definition can be read, such as {@code io.k8s.api.apps.v1.Deployment}. */
    public static boolean knows(String definition) {
        return MessageTable.has(definition);
    }

    /**
     * Opens the envelope.
     *
     * @throws MalformedProtobufException if it is none
     */
    public static ProtobufBody open(byte[] body) throws MalformedProtobufException {
        if (body.length == 0) {
            throw new MalformedProtobufException("empty data");
        }
        if (body.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
            throw new MalformedProtobufException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        if (body.length == MAGIC.length) {
            throw new MalformedProtobufException("empty body");
        }
        return envelope(new WireReader(Arrays.copyOfRange(body, MAGIC.length, body.length)));
    }

    private static ProtobufBody envelope(WireReader reader) throws MalformedProtobufException {
        String[] type = {"", ""};
        byte[] message = new byte[0];
        while (reader.hasMore()) {
            Tag tag = Tag.read(reader, "Unknown");
            switch (tag.number()) {
                case 1 -> {
                    tag.check("TypeMeta", WireReader.BYTES);
                    type = type(reader.message());
                }
                case 2 -> {
                    tag.check("Raw", WireReader.BYTES);
                    message = reader.bytes();
                }
                case 3, 4 -> {
                    tag.check(tag.number() == 3 ? "ContentEncoding" : "ContentType", WireReader.BYTES);
                    reader.bytes();
                }
                default -> reader.skip(tag.wireType());
            }
        }
        return new ProtobufBody(type[0], type[1], message);
    }

    private static String[] type(WireReader reader) throws MalformedProtobufException {
        String[] type = {"", ""};
        while (reader.hasMore()) {
            Tag tag = Tag.read(reader, "TypeMeta");
            if (tag.number() <= 2) {
                tag.check(tag.number() == 1 ? "APIVersion" : "Kind", WireReader.BYTES);
                type[tag.number() - 1] = reader.text();
            } else {
                reader.skip(tag.wireType());
            }
        }
        return type;
    }

    /**
     * The message as the object that it is in JSON, without {@code kind} and {@code apiVersion}. What is empty on the wire is there and empty.
     *
     * @param definition what it is, such as {@code io.k8s.api.apps.v1.Deployment}
     * @throws MalformedProtobufException if it is no such thing
     */
    public ObjectNode object(String definition) throws MalformedProtobufException {
        return new MessageDecoder().value(new WireReader(message), definition) instanceof ObjectNode object
                ? object
                : Json.object();
    }
}
