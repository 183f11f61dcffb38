package io.camrelay.vision;

import io.camrelay.json.JsonView;
import io.camrelay.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.ByteString;

/** Writes the JSON of a request, with a cut wherever a picture belongs. */
final class RequestWriter {

  private static final String TEMPERATURE = "temperature";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<ByteString> parts = new ArrayList<>();
  private final JsonWriter json = JsonWriter.to(bytes);

  /** The document, for everything but pictures. */
  JsonWriter json() {
    return json;
  }

  /**
   * Writes a text that ends with a picture's base64.
   *
   * @param start how the text begins
   */
  void picture(String start) {
    json.beginText(start).flush();
    parts.add(ByteString.of(bytes.toByteArray()));
    bytes.reset();
    json.endText();
  }

  /**
   * Writes the temperature, where one is wanted.
   *
   * @param most where the API's scale ends
   * @param written gets the member's name where nobody else may write it now, also because none is
   *     wanted
   */
  void temperature(Wording wording, double most, Set<String> written) {
    Double temperature = wording.temperature();
    if (temperature != null) {
      json.name(TEMPERATURE).value(Math.min(temperature, most));
    }
    if (temperature != null || wording.withoutTemperature()) {
      written.add(TEMPERATURE);
    }
  }

  /** Writes members that were read before, but for those that are written otherwise. */
  void members(JsonView object, Set<String> otherwise) {
    for (Map.Entry<String, JsonView> member : object.members().entrySet()) {
      if (!otherwise.contains(member.getKey())) {
        json.name(member.getKey()).value(member.getValue());
      }
    }
  }

  /** Writes a schema as a value. */
  void schema(AnswerSchema schema) {
    json.beginObject();
    members(schema.view(), Set.of(SchemaSubset.DIALECT));
    json.endObject();
  }

  /** Ends the document. */
  RequestText finish() {
    json.close();
    parts.add(ByteString.of(bytes.toByteArray()));
    return new RequestText(parts);
  }
}
