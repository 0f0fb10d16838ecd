package io.kubefed.fcp.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Where log lines go, and in which form. */
public final class Logging {

    private static final int INFO_FROM = 1;
    private static final int DEBUG_FROM = 4;
    private static final int LIBRARIES_FROM = 8;

    private static final List<String> NOISY =
            List.of("io.netty.handler.ssl.ApplicationProtocolNegotiationHandler", "reactor.netty.http.server");

    private Logging() {}

    /** The form of a log line. */
    public enum Form {
        /** One line of text, values as {@code key="value"}. */
        text,
        /** One JSON object per line. */
        json
    }

    /**
     * Sends everything to standard error in one form.
     *
     * @param verbosity as {@code --v} of Kubernetes servers: 0 warnings, 1 to 3 info, 4 and more debug, 8 and more libraries too
     */
    public static void configure(Form form, int verbosity) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(form, context));
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(verbosity >= LIBRARIES_FROM ? Level.DEBUG : Level.WARN);
        root.addAppender(console);
        context.getLogger("io.kubefed").setLevel(ours(verbosity));
        if (verbosity < LIBRARIES_FROM) {
            // Whoever sends garbage to a socket must not fill the disk.
            NOISY.forEach(logger -> context.getLogger(logger).setLevel(Level.ERROR));
        }
    }

    private static Level ours(int verbosity) {
        if (verbosity >= DEBUG_FROM) {
            return Level.DEBUG;
        }
        return verbosity >= INFO_FROM ? Level.INFO : Level.WARN;
    }

    private static Encoder<ILoggingEvent> encoder(Form form, LoggerContext context) {
        if (form == Form.json) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", UTC} %-5level %logger{0} %msg %kvp%n");
        text.start();
        return text;
    }
}
