package io.kubefed.apiserver.ownership;

/**
 * The applied object does not fit its schema: an undeclared field, a wrong type, list items that share a key. The message
 * names the places. kube-apiserver answers 500 without a reason, and puts the name of the object before it.
 */
public final class InvalidApplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidApplyException(String message) {
        super(message, null, false, false);
    }
}
