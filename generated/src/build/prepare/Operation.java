package prepare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation as it stands in the contract.
 *
 * @param method of HTTP, in small letters
 * @param path as the contract writes it
 * @param item what all operations of the path share
 * @param node the operation itself
 */
record Operation(String method, String path, Node item, Node node, Refusals refusals) {
  /** The id, or else the one that the generator would make of method and path. */
  String id() {
    if (node.has("operationId")) {
      return node.text("operationId");
    }
    StringBuilder id = new StringBuilder(path.equals("/") ? "root" : "");
    for (String part : (path.replaceAll("[{}]", "") + "/" + method).split("/")) {
      String name = Names.method(part);
      if (!part.isEmpty()) {
        id.append(
            id.isEmpty()
                ? name
                : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
      }
    }
    return id.toString();
  }

  /** Its own parameters, and those of its path that it does not replace. */
  List<Node> parameters() {
    Map<List<String>, Node> parameters = new LinkedHashMap<>();
    for (Node place : List.of(item, node)) {
      for (Node parameter : place.items("parameters")) {
        Node target = parameter.target();
        if (target.has("name")) {
          parameters.put(Arrays.asList(target.text("name"), target.text("in")), target);
        }
      }
    }
    return new ArrayList<>(parameters.values());
  }

  List<String> media(String key) {
    Node place = node.has(key) ? node : node.contract().root();
    return place.items(key).stream().map(media -> media.json().asText()).toList();
  }

  boolean hasHeader(String name) {
    return parameters().stream()
        .anyMatch(p -> "header".equals(p.text("in")) && name.equalsIgnoreCase(p.text("name")));
  }

  void refuse(String why) {
    refusals.add("operation " + id(), node, why);
  }
}
