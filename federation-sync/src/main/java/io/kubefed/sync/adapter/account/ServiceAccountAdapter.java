package io.kubefed.sync.adapter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;

/** ServiceAccounts: the token Secrets that a cluster lists in one are its own. */
public final class ServiceAccountAdapter implements TypeAdapter {

    @Override
    public List<String> groupResources() {
        return List.of("serviceaccounts");
    }

    @Override
    public void shape(ObjectNode body) {
        body.remove("secrets");
    }
}
