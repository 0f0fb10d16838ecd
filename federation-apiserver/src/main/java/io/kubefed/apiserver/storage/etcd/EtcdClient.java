package io.kubefed.apiserver.storage.etcd;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The calls of etcd that a store needs. Answers come on a thread of the scheduler. */
final class EtcdClient {

    private static final long DEADLINE_SECONDS = 10;
    private static final long KEEP_ALIVE_SECONDS = 30;
    private static final int MAX_MESSAGE_BYTES = 256 << 20;

    private static final MethodDescriptor<byte[], byte[]> RANGE = method("KV/Range", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> TXN = method("KV/Txn", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> COMPACT = method("KV/Compact", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> WATCH = method("Watch/Watch", MethodType.BIDI_STREAMING);

    private final ManagedChannel channel;
    private final String name;

    private EtcdClient(ManagedChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    static EtcdClient connect(EtcdSettings settings, Scheduler scheduler) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(Endpoints.target(settings.endpoints()))
                .executor(scheduler::schedule)
                // A member that lost the others must say so instead of waiting for them.
                .intercept(MetadataUtils.newAttachHeadersInterceptor(requireLeader()))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES);
        return new EtcdClient(secured(builder, settings).build(), "etcd at " + settings.endpoints());
    }

    private static Metadata requireLeader() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        return headers;
    }

    private static NettyChannelBuilder secured(NettyChannelBuilder builder, EtcdSettings settings) {
        if (!settings.tls()) {
            return builder.usePlaintext();
        }
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient();
            Path authority = settings.authority();
            if (authority != null) {
                tls.trustManager(authority.toFile());
            }
            Path certificate = settings.certificate();
            Path privateKey = settings.privateKey();
            if (certificate != null && privateKey != null) {
                tls.keyManager(certificate.toFile(), privateKey.toFile());
            }
            return builder.useTransportSecurity().sslContext(tls.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the certificates for etcd cannot be used: " + e.getMessage(), e);
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(Bytes.INSTANCE, Bytes.INSTANCE)
                .setType(type)
                .setFullMethodName("etcdserverpb." + name)
                .build();
    }

    /** Messages as they are: {@link Message} and {@link Fields} know more. */
    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Mono<RangeResponse> range(Message request) {
        return call(RANGE, request, RangeResponse::read);
    }

    Mono<Transaction> transaction(Message request) {
        return call(TXN, request, Transaction::read);
    }

    /** Lets etcd forget what is older than a revision. */
    Mono<Void> compact(long revision) {
        return call(COMPACT, new Message().number(1, revision), fields -> revision)
                .then();
    }

    private <T> Mono<T> call(MethodDescriptor<byte[], byte[]> method, Message request, Function<Fields, T> reading) {
        return Mono.<byte[]>create(sink -> ClientCalls.asyncUnaryCall(
                        channel.newCall(
                                method, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
                        request.bytes(),
                        new StreamObserver<byte[]>() {
                            private byte[] answer = new byte[0];

                            @Override
                            public void onNext(byte[] value) {
                                answer = value;
                            }

                            @Override
                            public void onError(Throwable error) {
                                sink.error(unavailable(error));
                            }

                            @Override
                            public void onCompleted() {
                                sink.success(answer);
                            }
                        }))
                .map(answer -> reading.apply(new Fields(answer)));
    }

    /**
     * Opens a watch; what it is asked later goes through {@code requests}, one at a time.
     *
     * @return errors with {@link Unavailable} when it ends
     */
    Flux<WatchResponse> watch(Message create, Flux<Message> requests) {
        return Flux.create(
                sink -> {
                    var call = channel.newCall(WATCH, CallOptions.DEFAULT);
                    StreamObserver<byte[]> out = ClientCalls.asyncBidiStreamingCall(call, watcher(sink));
                    out.onNext(create.bytes());
                    var later = requests.subscribe(request -> out.onNext(request.bytes()));
                    sink.onDispose(() -> {
                        later.dispose();
                        call.cancel("nobody watches any more", null);
                    });
                },
                FluxSink.OverflowStrategy.BUFFER);
    }

    private StreamObserver<byte[]> watcher(FluxSink<WatchResponse> sink) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] value) {
                sink.next(WatchResponse.read(new Fields(value)));
            }

            @Override
            public void onError(Throwable error) {
                sink.error(unavailable(error));
            }

            @Override
            public void onCompleted() {
                sink.error(unavailable(new IOException("it ended the watch")));
            }
        };
    }

    private Unavailable unavailable(Throwable error) {
        return new Unavailable(name + ": " + error.getMessage());
    }

    void close() {
        channel.shutdownNow();
    }
}
