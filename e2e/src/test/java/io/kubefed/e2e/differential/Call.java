package io.kubefed.e2e.differential;

/**
 * One request.
 *
 * @param method the verb of HTTP
 * @param path path and query
 * @param contentType empty for none
 * @param accept empty for JSON
 * @param body the bytes; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Sent once.
record Call(String method, String path, String contentType, String accept, byte[] body) {

    @Override
    public String toString() {
        return method + (contentType.isEmpty() ? "" : " (" + contentType + ")") + " " + path
                + (accept.isEmpty() ? "" : " as " + accept);
    }
}
