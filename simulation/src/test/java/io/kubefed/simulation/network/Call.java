package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.error.FederationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** One request on its way there, and its answer on its way back. Whoever stops listening does not call it back for certain. */
final class Call {

    private final Route route;
    private final ApiRequest request;
    private final MonoSink<ApiResponse> sink;
    private final Fate fate;
    private final boolean travelsOn;
    private boolean arrived;
    private boolean deaf;

    Call(Route route, ApiRequest request, MonoSink<ApiResponse> sink) {
        this.route = route;
        this.request = request;
        this.sink = sink;
        this.fate = route.weather().ofCall(request);
        this.travelsOn = route.chance().nextBoolean();
    }

    void start() {
        sink.onCancel(this::cancelled);
        route.after(fate.thereMillis(), this::arrive);
    }

    private void cancelled() {
        deaf = true;
        if (arrived) {
            route.audit().unheard(request);
        }
    }

    private void arrive() {
        if (!fate.arrives()) {
            answer(null, fate.instead());
        } else if (!deaf || travelsOn) {
            arrived = true;
            route.audit()
                    .pass(request, route.server())
                    .subscribe(
                            answer -> answer(answer, fate.instead()),
                            error -> answer(
                                    null, fate.instead() == null ? (FederationException) error : fate.instead()));
        }
    }

    private void answer(@Nullable ApiResponse answer, @Nullable FederationException error) {
        if (fate.silent() || deaf || error != null) {
            if (arrived && answer != null) {
                route.audit().unheard(request);
            }
        }
        if (!fate.silent() && !deaf) {
            route.after(fate.backMillis(), () -> hear(answer, error));
        }
    }

    private void hear(@Nullable ApiResponse answer, @Nullable FederationException error) {
        if (deaf) {
            return;
        }
        deaf = true;
        if (route.weather().is(Fault.PARTITION) && fate.instead() == null) {
            route.audit().unheard(request);
            sink.error(Errors.reset(route.name()));
        } else if (error != null) {
            sink.error(error);
        } else {
            route.audit().heard(request);
            sink.success(answer);
        }
    }
}
