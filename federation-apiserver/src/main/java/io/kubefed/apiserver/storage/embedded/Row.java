package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Stored;
import java.io.IOException;

/** One object as it lies in the database. */
record Row(String key, long revision, long checksum, byte[] value) {

    /**
     * The value.
     *
     * @throws IOException if it is damaged; the message is a sentence that names the key
     */
    Stored stored() throws IOException {
        long actual = Checksum.of(key, revision, value);
        if (actual != checksum) {
            throw new IOException("the object " + key + " at version " + revision + " is damaged: its checksum is "
                    + Long.toHexString(actual) + ", not " + Long.toHexString(checksum));
        }
        try {
            return Encoded.read(value).at(key, revision);
        } catch (IOException e) {
            throw noObject(e);
        }
    }

    /** Looks at all of it, not only at what opening needs. */
    void checkWhole() throws IOException {
        stored();
        try {
            Json.read(value);
        } catch (IOException e) {
            throw noObject(e);
        }
    }

    private IOException noObject(IOException cause) {
        return new IOException("the object " + key + " at version " + revision + " is no JSON object", cause);
    }
}
