package io.kubefed.apiserver.validate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What names may look like; every check gives the words of kube-apiserver, or nothing if all is well.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object names</a>
 */
final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Pattern QUALIFIED_NAME = Pattern.compile(QUALIFIED);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + QUALIFIED + ")?");
    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private static final String SUBDOMAIN_WORDS =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String LABEL_WORDS =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                    + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String QUALIFIED_WORDS =
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String VALUE_WORDS =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
                    + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String DATA_WORDS =
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                    + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private Names() {}

    static Optional<String> subdomain(String name) {
        if (name.length() > 253) {
            return Optional.of("must be no more than 253 characters");
        }
        return DNS_SUBDOMAIN.matcher(name).matches() ? Optional.empty() : Optional.of(SUBDOMAIN_WORDS);
    }

    static Optional<String> label(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return DNS_LABEL.matcher(name).matches() ? Optional.empty() : Optional.of(LABEL_WORDS);
    }

    /** RBAC names: everything that can be one segment of a path. */
    static Optional<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("may not be '" + name + "'");
        }
        for (String part : new String[] {"/", "%"}) {
            if (name.contains(part)) {
                return Optional.of("may not contain '" + part + "'");
            }
        }
        return Optional.empty();
    }

    /** Keys of labels and annotations. */
    static Optional<String> qualified(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        if (slash == 0) {
            return Optional.of("prefix part must be non-empty");
        }
        if (slash > 0) {
            Optional<String> wrong = subdomain(prefix);
            if (wrong.isPresent()) {
                return wrong.map(words -> "prefix part " + words);
            }
        }
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty; " + QUALIFIED_WORDS);
        }
        if (name.length() > 63) {
            return Optional.of("name part must be no more than 63 characters");
        }
        return QUALIFIED_NAME.matcher(name).matches() ? Optional.empty() : Optional.of(QUALIFIED_WORDS);
    }

    static Optional<String> labelValue(String value) {
        if (value.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return LABEL_VALUE.matcher(value).matches() ? Optional.empty() : Optional.of(VALUE_WORDS);
    }

    /** Keys in the data of ConfigMaps and Secrets. */
    static Optional<String> dataKey(String key) {
        if (key.length() > 253) {
            return Optional.of("must be no more than 253 characters");
        }
        if (key.equals(".") || key.startsWith("..")) {
            return Optional.of("must not be '.' or start with '..'");
        }
        return DATA_KEY.matcher(key).matches() ? Optional.empty() : Optional.of(DATA_WORDS);
    }
}
