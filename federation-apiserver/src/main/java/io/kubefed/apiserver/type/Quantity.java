package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities, such as {@code 500m} and {@code 1Gi}, in the one form of each that a server shows: the largest suffix that leaves a whole
 * number, in the family that was written.
 */
final class Quantity {

    /** What OpenAPI calls the type. */
    static final String DEFINITION = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,3})");
    private static final String DECIMAL = "num kMGTPE";
    private static final int LEAST = -9;
    private static final int MOST = 18;
    private static final String BINARY = " KMGTPE";
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    private Quantity() {}

    /** The canonical form of a quantity in JSON, which may be a number; what is none stays as it is. */
    static JsonNode canonical(JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            return value;
        }
        String text = value.asText();
        String canonical = canonical(text);
        return value.isTextual() && canonical.equals(text) ? value : TextNode.valueOf(canonical);
    }

    /** The canonical form; {@code text} itself if it is no quantity, or one beyond all suffixes. */
    static String canonical(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return text;
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String suffix = form.group(2);
        if (suffix.endsWith("i")) {
            BigInteger unit = KIBI.pow(BINARY.indexOf(suffix.charAt(0)));
            return binary(text, precise(number.multiply(new BigDecimal(unit))));
        }
        boolean exponent = suffix.length() > 1;
        int power = suffix.isEmpty() ? 0 : exponent ? Integer.parseInt(suffix.substring(1)) : powerOf(suffix.charAt(0));
        return decimal(text, precise(number.scaleByPowerOfTen(power)), exponent);
    }

    /** Nothing is kept that is smaller than a billionth; what is lost counts as one more of them. */
    private static BigDecimal precise(BigDecimal value) {
        return value.setScale(-LEAST, RoundingMode.UP);
    }

    private static int powerOf(char suffix) {
        return LEAST + 3 * DECIMAL.indexOf(suffix);
    }

    private static String binary(String text, BigDecimal value) {
        boolean small = value.abs().compareTo(new BigDecimal(KIBI)) < 0;
        BigDecimal whole = value.stripTrailingZeros();
        if (small || whole.scale() > 0) {
            return decimal(text, value, false);
        }
        BigInteger left = whole.toBigIntegerExact();
        int units = 0;
        while (units < BINARY.length() - 1 && left.mod(KIBI).signum() == 0) {
            left = left.divide(KIBI);
            units++;
        }
        return units == 0 ? left.toString() : left + BINARY.substring(units, units + 1) + "i";
    }

    private static String decimal(String text, BigDecimal value, boolean exponent) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        int power = Math.floorDiv(-stripped.scale(), 3) * 3;
        if (!exponent && power > MOST) {
            return text;
        }
        String digits = stripped.scaleByPowerOfTen(-power).toBigIntegerExact().toString();
        if (power == 0) {
            return digits;
        }
        return exponent ? digits + "e" + power : digits + DECIMAL.charAt((power - LEAST) / 3);
    }
}
