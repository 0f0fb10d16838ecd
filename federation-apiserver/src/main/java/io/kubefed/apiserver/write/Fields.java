package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.validate.DuplicateFields;
import io.kubefed.apiserver.validate.FieldCheck;
import io.kubefed.apiserver.validate.FieldCheck.WrongType;
import io.kubefed.apiserver.write.WriteOptions.FieldValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Drops the fields of an object that its type does not have, and says so as the client asked. */
final class Fields {

    private Fields() {}

    /**
     * Prunes an object in place.
     *
     * @param patched whether it came about by a patch, whose refusals read differently
     * @throws Refusal if fields are unknown and the client is strict, or if a value has the wrong type
     */
    static void settle(Write write, ObjectNode object, boolean patched) {
        Resource resource = write.target().resource();
        FieldCheck check = FieldCheck.prune(object, resource.schema());
        if (!check.wrong().isEmpty()) {
            throw wrongType(write, object, check.wrong(), patched);
        }
        List<String> words = new ArrayList<>();
        if (!patched && write.options().validation() != FieldValidation.IGNORE) {
            duplicates(write.request()).forEach(path -> words.add("duplicate field " + Cause.quoted(path)));
        }
        check.unknown().forEach(path -> words.add("unknown field " + Cause.quoted(path)));
        if (words.isEmpty() || write.options().validation() == FieldValidation.IGNORE) {
            return;
        }
        if (write.options().validation() == FieldValidation.WARN) {
            write.warnings().addAll(words);
            return;
        }
        String error = "strict decoding error: " + String.join(", ", words);
        throw patched
                ? Refusal.invalidPatch(Cause.invalid("patch", Cause.quoted(object.toString()), error))
                : Refusal.badRequest(notHandled(resource) + error);
    }

    private static List<String> duplicates(Request request) {
        String mediaType = MediaRange.parse(request.contentType()).type();
        boolean json = mediaType.isEmpty() || mediaType.equals("application/json");
        return json ? DuplicateFields.of(request.body()) : List.of();
    }

    private static String notHandled(Resource resource) {
        String kind = resource.type().kind();
        return kind + " in version \"" + resource.type().version() + "\" cannot be handled as a " + kind + ": ";
    }

    private static Refusal wrongType(Write write, ObjectNode object, List<WrongType> wrong, boolean patched) {
        Resource resource = write.target().resource();
        if (resource.custom()) {
            return Refusal.invalid(
                    resource.subject(Json.text(object, "metadata", "name")),
                    wrong.stream().map(Fields::customCause).collect(Collectors.toList()));
        }
        String error = goError(wrong.get(0));
        return patched
                ? Refusal.invalidPatch(Cause.invalid("patch", Cause.quoted(object.toString()), error))
                : Refusal.badRequest(notHandled(resource) + error);
    }

    private static Cause customCause(WrongType wrong) {
        String shown = Cause.quoted(goName(wrong));
        return Cause.wrongType(
                wrong.path(),
                shown,
                wrong.path() + " in body must be of type " + wrong.schema().jsonType() + ": " + shown);
    }

    private static String goName(WrongType wrong) {
        String name = Bodies.goType(wrong.value());
        return switch (name) {
            case "bool" -> "boolean";
            case "number" -> wrong.value().isIntegralNumber() ? "integer" : "number";
            default -> name;
        };
    }

    private static String goError(WrongType wrong) {
        String owner = wrong.owner().substring(wrong.owner().lastIndexOf('.') + 1);
        return "json: cannot unmarshal " + Bodies.goType(wrong.value()) + " into Go struct field "
                + (owner.isEmpty() ? "" : owner + ".") + wrong.goPath().replaceAll("\\[\\d+\\]", "") + " of type "
                + goTypeOf(wrong.schema());
    }

    private static String goTypeOf(Schema schema) {
        return switch (schema.jsonType()) {
            case "integer" -> schema.format().isEmpty() ? "int64" : schema.format();
            case "boolean" -> "bool";
            case "number" -> "float64";
            case "array" -> "[]" + goTypeOf(schema.items());
            case "object" -> {
                String definition = schema.definition();
                String name = definition.substring(definition.lastIndexOf('.') + 1);
                yield name.isEmpty() ? "map[string]" + goTypeOf(schema.field("*")) : "v1." + name;
            }
            default -> "string";
        };
    }
}
