package io.kubefed.apiserver.read;

import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** Finds the form that a client wants, from its {@code Accept} header. */
public final class Views {

    private static final String AVAILABLE =
            "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml";
    private static final String NO_SUCH_FORM =
            "only the following media types are accepted: application/json, application/yaml";
    private static final String NO_SUCH_WATCH =
            "only the following media types are accepted: application/json;stream=watch";
    private static final Set<String> TABLE_VERSIONS = Set.of("v1", "v1beta1");

    private final Scheduler timer;

    /** Tables tell ages by {@code timer}. */
    public Views(Scheduler timer) {
        this.timer = timer;
    }

    private enum Use {
        ONE("PartialObjectMetadata"),
        LIST("PartialObjectMetadataList"),
        WATCH("PartialObjectMetadata");

        final String partial;

        Use(String partial) {
            this.partial = partial;
        }
    }

    /** The form for one object; a write answers in it too. */
    public View ofOne(Request request, Target target) {
        return of(request, target.resource(), Use.ONE);
    }

    /** The form for a list. */
    public View ofList(Request request, Target target) {
        return of(request, target.resource(), Use.LIST);
    }

    /** The form for the events of a watch. */
    public View ofWatch(Request request, Target target) {
        return of(request, target.resource(), Use.WATCH);
    }

    private View of(Request request, Resource resource, Use use) {
        boolean readable = false;
        for (MediaRange range : MediaRange.list(request.accept())) {
            boolean yaml = range.type().equals("application/yaml");
            if (!range.allowsJson() && !yaml) {
                continue;
            }
            readable = true;
            View view = view(range, request, resource, use);
            if (view != null && !(yaml && use == Use.WATCH)) {
                return yaml ? new YamlView(view) : view;
            }
        }
        throw Refusal.notAcceptable(!readable ? AVAILABLE : use == Use.WATCH ? NO_SUCH_WATCH : NO_SUCH_FORM);
    }

    private @Nullable View view(MediaRange range, Request request, Resource resource, Use use) {
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return new ObjectView(resource);
        }
        if (!range.parameter("g").equals("meta.k8s.io")) {
            return null;
        }
        if (as.equals("Table") && TABLE_VERSIONS.contains(range.parameter("v"))) {
            return new TableView(resource, request.parameter("includeObject"), timer);
        }
        return as.equals(use.partial) && range.parameter("v").equals("v1") ? new MetadataView() : null;
    }
}
