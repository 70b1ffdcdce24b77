package io.github.servicefabric.imagestore;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a package can be used from outside it: a line for each type and each member, in an order
 * and a form that no JDK changes.
 */
final class ApiSignature {
  private final Package root;

  private ApiSignature(Package root) {
    this.root = root;
  }

  /** Lists the package of a class, as far as it lies in the same folder of class files. */
  static List<String> ofPackageOf(Class<?> some) throws IOException, URISyntaxException {
    ApiSignature signature = new ApiSignature(some.getPackage());
    List<String> lines = new ArrayList<>();
    lines.add(signature.annotations(signature.root) + signature.root);
    Path classes =
        Path.of(some.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(some.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> some.getPackageName() + '.' + name.replace(".class", ""))
          .sorted()
          .map(ApiSignature::load)
          .filter(ApiSignature::isVisible)
          .forEach(type -> lines.addAll(signature.type(type)));
    }
    return lines;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiSignature.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private List<String> type(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add("  " + executable(constructor, "new"));
      }
    }
    addMembers(type, members);
    List<String> lines = new ArrayList<>(List.of("", heading(type)));
    members.stream().sorted().distinct().forEach(lines::add);
    return lines;
  }

  /** What a type inherits from one without a name outside is its own for those who use it. */
  private void addMembers(Class<?> type, List<String> members) {
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
        String fieldType = name(field.getAnnotatedType());
        members.add("  " + modifiers(field) + fieldType + ' ' + field.getName());
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
        String returned = name(method.getAnnotatedReturnType());
        members.add("  " + executable(method, returned + ' ' + method.getName()));
      }
    }
    Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
        .filter(ancestor -> !isVisible(ancestor))
        .forEach(ancestor -> addMembers(ancestor, members));
  }

  private String heading(Class<?> type) {
    StringBuilder heading = new StringBuilder(annotations(type)).append(modifiers(type));
    heading.append(name(type.getName())).append(typeParameters(type.getTypeParameters()));
    if (type.isRecord()) {
      heading.append(
          joined(
              "(",
              Arrays.stream(type.getRecordComponents())
                  .map(part -> name(part.getAnnotatedType()) + ' ' + part.getName()),
              ")"));
    }
    if (type.getSuperclass() != null && type.getSuperclass() != Object.class && !type.isRecord()) {
      heading.append(" extends ").append(name(type.getAnnotatedSuperclass()));
    }
    heading.append(joined(" implements ", names(type.getAnnotatedInterfaces()), ""));
    if (type.isSealed()) {
      Stream<Class<?>> permitted = Arrays.stream(type.getPermittedSubclasses());
      heading.append(joined(" permits ", permitted.map(sub -> name(sub.getName())), ""));
    }
    return heading.toString();
  }

  private String modifiers(Class<?> type) {
    String kind =
        type.isInterface() ? "" : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
    return Modifier.toString(type.getModifiers()) + (type.isSealed() ? " sealed " : " ") + kind;
  }

  private String modifiers(Field field) {
    return annotations(field) + Modifier.toString(field.getModifiers()) + ' ';
  }

  private String executable(Executable executable, String what) {
    int modifiers = executable.getModifiers() & Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED;
    boolean isDefault = executable instanceof Method method && method.isDefault();
    String thrown = joined(" throws ", names(executable.getAnnotatedExceptionTypes()), "");
    String parameters = joined("", names(executable.getAnnotatedParameterTypes()), "");
    return annotations(executable)
        + Modifier.toString(modifiers)
        + (isDefault ? " default " : " ")
        + typeParameters(executable.getTypeParameters())
        + what
        + '('
        + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters)
        + ')'
        + thrown;
  }

  private String typeParameters(TypeVariable<?>... variables) {
    return joined(
        "<",
        Arrays.stream(variables)
            .map(v -> v + joined(" extends ", names(v.getAnnotatedBounds()), "")),
        ">");
  }

  private Stream<String> names(AnnotatedType... types) {
    return Arrays.stream(types).map(this::name);
  }

  private String name(AnnotatedType type) {
    return name(type.toString());
  }

  /** Shortens the names of the package, of {@code java.lang} and of nullness. */
  private String name(String full) {
    return full.replaceAll("@org\\.jspecify\\.annotations\\.(\\w+)\\(\\)", "@$1")
        .replace(root.getName() + '.', "")
        .replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "")
        .replace('$', '.');
  }

  private String annotations(AnnotatedElement element) {
    return Arrays.stream(element.getDeclaredAnnotations())
        .map(Annotation::annotationType)
        .map(annotation -> '@' + annotation.getSimpleName() + ' ')
        .sorted()
        .collect(Collectors.joining());
  }

  private static String joined(String before, Stream<String> parts, String after) {
    List<String> list = parts.toList();
    return list.isEmpty() ? "" : before + String.join(", ", list) + after;
  }
}
