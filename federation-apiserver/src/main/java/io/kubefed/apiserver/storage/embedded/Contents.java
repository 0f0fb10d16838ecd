package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.Stored;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a database holds.
 *
 * @param values those that are sound, in no order
 * @param meta what the store says of itself
 * @param faults what is wrong, a sentence each
 */
record Contents(List<Stored> values, Meta meta, List<String> faults) {

    private static final int FAULTS_SHOWN = 10;

    static Contents read(Database database) throws SQLException {
        List<Stored> values = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        long[] highest = {0};
        database.scan(row -> {
            highest[0] = Math.max(highest[0], row.revision());
            try {
                values.add(row.stored());
            } catch (IOException e) {
                faults.add(e.getMessage());
            }
        });
        Meta meta = database.meta();
        if (highest[0] > meta.revision()) {
            faults.add("an object has version " + highest[0] + ", but the last one given was " + meta.revision());
        }
        if (values.size() + faults.size() < meta.objects()) {
            faults.add("of " + meta.objects() + " objects only " + values.size() + " are there");
        }
        return new Contents(values, meta, faults);
    }

    /** The faults in one text. */
    String complaint() {
        String shown = String.join("; ", faults.subList(0, Math.min(FAULTS_SHOWN, faults.size())));
        return faults.size() > FAULTS_SHOWN ? shown + "; and " + (faults.size() - FAULTS_SHOWN) + " more" : shown;
    }
}
