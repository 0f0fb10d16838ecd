package io.kubefed.apiserver.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose next request does not come to the end of its head in time, however busily its bytes drip.
 *
 * <p>Of HTTP/2 only the beginning is timed: its heads have limits of their own, and a connection at rest still sends pings.
 */
final class HeadTimer extends ChannelInboundHandlerAdapter {

    private static final String NAME = "kubefed.headTimer";

    private final Duration limit;
    private @Nullable Future<?> deadline;
    private boolean answering;

    private HeadTimer(Duration limit) {
        this.limit = limit;
    }

    /** Watches over a new connection. */
    static void attach(Channel channel, Duration limit) {
        channel.pipeline().addFirst(NAME, new HeadTimer(limit));
    }

    /** A request has come on a connection, or on a stream of one. */
    static void requested(Channel channel) {
        HeadTimer timer = of(channel);
        if (timer != null) {
            timer.answering = true;
            timer.disarm();
        }
    }

    /** Its answer is out. */
    static void answered(Channel channel) {
        HeadTimer timer = of(channel);
        if (timer != null) {
            timer.answering = false;
        }
    }

    private static @Nullable HeadTimer of(Channel channel) {
        Channel connection =
                channel.parent() == null || channel.pipeline().get(NAME) != null ? channel : channel.parent();
        ChannelHandler handler = connection.pipeline().get(NAME);
        return handler instanceof HeadTimer timer ? timer : null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        arm(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deadline == null && !answering && context.pipeline().get(Http2ConnectionHandler.class) == null) {
            arm(context);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
        context.fireChannelInactive();
    }

    private void arm(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
