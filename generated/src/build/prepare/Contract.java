package prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.swagger.v3.parser.util.DeserializationUtils;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A contract as its author wrote it, Swagger 2.0 or OpenAPI 3, in one file or several.
 *
 * <p>It stays a tree, because a conversion between the two loses what this build has to see, and
 * the places of what it says.
 */
final class Contract {
  private final Map<String, JsonNode> files = new HashMap<>();
  private final Path main;
  private final Refusals refusals;

  Contract(Path main, Refusals refusals) {
    this.main = main.toAbsolutePath().normalize();
    this.refusals = refusals;
    String version = root().text("openapi");
    if (refusals.none() && !isSwagger2() && (version == null || !version.startsWith("3."))) {
      refusals.add(
          "contract",
          root(),
          "it is neither Swagger 2.0 nor OpenAPI 3. Start it with openapi: 3.0.3.");
    }
  }

  Node root() {
    return new Node(this, main.toString(), "", read(main.toString()));
  }

  boolean isSwagger2() {
    return root().json().has("swagger");
  }

  /** The schemas that have a name, in the order of the file. */
  Map<String, Node> schemas() {
    return isSwagger2() ? root().fields("definitions") : root().get("components").fields("schemas");
  }

  /** The name of a schema that stands where schemas with a name stand, or null. */
  static String schemaName(String pointer) {
    for (String folder : List.of("/components/schemas/", "/definitions/")) {
      if (pointer.startsWith(folder) && pointer.indexOf('/', folder.length()) < 0) {
        return unescaped(pointer.substring(folder.length()));
      }
    }
    return null;
  }

  static String unescaped(String key) {
    return key.replace("~1", "/").replace("~0", "~");
  }

  Node target(Node node) {
    Set<Node> seen = new HashSet<>();
    Node target = node;
    while (target.isReference()) {
      if (!seen.add(target)) {
        return nowhere(node, "leads back to itself");
      }
      target = follow(target, target.text("$ref"));
      if (target.json().isMissingNode()) {
        return nowhere(node, "leads nowhere");
      }
    }
    return target;
  }

  private Node nowhere(Node node, String what) {
    String reference = node.text("$ref");
    refusals.add("reference " + reference, node, "it " + what + ". Name what is there.");
    return new Node(this, node.file(), node.pointer() + "/$ref", MissingNode.getInstance());
  }

  Node follow(Node from, String reference) {
    int hash = reference.indexOf('#');
    String path = hash < 0 ? reference : reference.substring(0, hash);
    String file = from.file();
    if (!path.isEmpty()) {
      if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        return new Node(this, file, "", MissingNode.getInstance());
      }
      file = Path.of(file).resolveSibling(decoded(path)).normalize().toString();
    }
    Node node = new Node(this, file, "", read(file));
    if (hash >= 0) {
      List<String> steps = new ArrayList<>(List.of(reference.substring(hash + 1).split("/")));
      for (String step : steps.subList(Math.min(1, steps.size()), steps.size())) {
        String key = unescaped(decoded(step));
        node =
            node.json().isArray()
                ? new Node(this, file, node.pointer() + "/" + key, element(node.json(), key))
                : node.get(key);
      }
    }
    return node;
  }

  private static JsonNode element(JsonNode array, String index) {
    return index.matches("\\d{1,6}")
        ? array.path(Integer.parseInt(index))
        : MissingNode.getInstance();
  }

  private static String decoded(String text) {
    boolean encoded = text.matches("([^%]|%[0-9A-Fa-f]{2})*");
    return encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
  }

  boolean isMain(String file) {
    return file.equals(main.toString());
  }

  String relative(String file) {
    return main.getParent().relativize(Path.of(file)).toString().replace('\\', '/');
  }

  private JsonNode read(String file) {
    JsonNode known = files.get(file);
    if (known == null) {
      known = parse(file);
      files.put(file, known);
    }
    return known;
  }

  private JsonNode parse(String file) {
    SwaggerParseResult notes = new SwaggerParseResult();
    notes.setMessages(new ArrayList<>());
    String why = "there is no such file";
    JsonNode tree = null;
    try {
      tree =
          DeserializationUtils.deserializeIntoTree(
              Files.readString(Path.of(file)), file, null, notes);
      why = String.join("; ", notes.getMessages());
    } catch (CharacterCodingException e) {
      why = "it is not UTF-8";
    } catch (IOException e) {
      why = "there is no such file";
    } catch (RuntimeException e) {
      why = String.valueOf(e.getMessage());
    }
    if (tree == null || !tree.isContainerNode()) {
      Node whole = new Node(this, file, "", MissingNode.getInstance());
      refusals.add("file " + file, whole, "it cannot be read: " + why + ".");
      return MissingNode.getInstance();
    }
    return tree;
  }
}
