package io.kubefed.apiserver.protobuf;

/** Bytes that are no message of the expected kind; the message has the words of Go's decoder. */
public final class MalformedProtobufException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedProtobufException(String message) {
        // Told to the client: a stack trace tells nothing.
        super(message, null, false, false);
    }
}
