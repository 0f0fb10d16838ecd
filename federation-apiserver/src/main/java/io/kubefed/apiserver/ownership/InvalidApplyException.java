package io.kubefed.apiserver.ownership;

/**
 * The applied object does not fit its schema: an undeclared field, a wrong type, list items that share a key. kube-apiserver answers
 * 500 without a reason, and so should who catches this.
 */
public final class InvalidApplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidApplyException(String message) {
        super(message, null, false, false);
    }
}
