package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.scale.Scale;

/** How an endpoint shows an object: as it is, or as a {@code Scale}. */
interface Face {

    /** The object as the endpoint shows it. */
    ObjectNode show(ObjectNode object);

    /** What becomes of {@code live} when its face is edited; not yet what the endpoint may not change. */
    ObjectNode take(ObjectNode live, ObjectNode edited);

    /** The face of the endpoint of a target. */
    static Face of(Target target) {
        if (!target.subresource().equals("scale")) {
            return WHOLE;
        }
        Scale scale = Scale.of(target.resource());
        return new Face() {
            @Override
            public ObjectNode show(ObjectNode object) {
                return scale.show(object);
            }

            @Override
            public ObjectNode take(ObjectNode live, ObjectNode edited) {
                return scale.take(live, edited);
            }
        };
    }

    /** Objects as they are. */
    Face WHOLE = new Face() {
        @Override
        public ObjectNode show(ObjectNode object) {
            return object;
        }

        @Override
        public ObjectNode take(ObjectNode live, ObjectNode edited) {
            return edited;
        }
    };
}
