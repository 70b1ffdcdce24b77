package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class PublicApiTest {
  private static final String PACKAGE = ImageStoreClient.class.getPackageName();

  @Test
  void ofForeignTypesThePublicApiShowsOkHttpClientAlone() {
    List<String> foreign = new ArrayList<>();
    for (Class<?> type : classes().filter(PublicApiTest::isPublic).toList()) {
      shown(type)
          .map(Type::getTypeName)
          .flatMap(name -> Stream.of(name.split("[^\\w.$]+")))
          .filter(name -> name.contains("."))
          .filter(name -> !name.startsWith("java.") && !name.startsWith("javax."))
          .filter(name -> !name.startsWith(PACKAGE + '.'))
          .forEach(foreign::add);
    }
    assertThat(foreign)
        .isNotEmpty()
        .containsOnly(OkHttpClient.class.getName(), "okhttp3.Call$Factory");
  }

  @Test
  void noGeneratedTypeIsShown() {
    for (Class<?> type : classes().filter(PublicApiTest::isPublic).toList()) {
      assertThat(shown(type).map(Type::getTypeName))
          .as(type.getName())
          .noneMatch(name -> name.contains(".generated."));
    }
  }

  @Test
  void thereAreFewPublicTypesAndTheyAreFinalAbstractOrSealed() {
    assertThat(classes().filter(type -> !type.isMemberClass()).filter(PublicApiTest::isPublic))
        .as("public top-level types")
        .contains(ImageStoreClient.class, CallOptions.class)
        .hasSizeLessThanOrEqualTo(24);
    assertThat(classes().filter(type -> !type.isAnonymousClass()))
        .allMatch(
            type ->
                Modifier.isFinal(type.getModifiers()) || Modifier.isAbstract(type.getModifiers()),
            "final, abstract or an interface");
  }

  @Test
  void noOneElseCanExtendAnExceptionButAnyoneCanMakeOne() {
    assertThat(ImageStoreException.class.isSealed()).isTrue();
    assertThat(ImageStoreException.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            FabricErrorException.class,
            ImageStoreUnreachableException.class,
            OutcomeUnknownException.class,
            PackageExistsException.class,
            PackageUploadException.class,
            SourceChangedException.class)
        .allMatch(type -> type.getConstructors().length > 0);
    assertThat(RuntimeException.class).isAssignableFrom(ImageStoreException.class);
  }

  private static boolean isPublic(Class<?> type) {
    boolean outer = !type.isMemberClass() || isPublic(type.getDeclaringClass());
    return outer && Modifier.isPublic(type.getModifiers());
  }

  /** Every type that a caller of a public type can come to see. */
  private static Stream<Type> shown(Class<?> type) {
    Stream<Type> types =
        Stream.concat(
            Stream.of(type.getGenericInterfaces()),
            Stream.of(type.getGenericSuperclass()).filter(parent -> parent != null));
    for (Method method : type.getDeclaredMethods()) {
      if (visible(method.getModifiers())) {
        types = Stream.concat(types, Stream.of(method.getGenericReturnType()));
        types = Stream.concat(types, Arrays.stream(method.getGenericParameterTypes()));
        types = Stream.concat(types, Arrays.stream(method.getGenericExceptionTypes()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (visible(constructor.getModifiers())) {
        types = Stream.concat(types, Arrays.stream(constructor.getGenericParameterTypes()));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (visible(field.getModifiers())) {
        types = Stream.concat(types, Stream.of(field.getGenericType()));
      }
    }
    return types;
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static Stream<Class<?>> classes() {
    URL root = ImageStoreClient.class.getProtectionDomain().getCodeSource().getLocation();
    Path folder = Path.of(java.net.URI.create(root.toString())).resolve(PACKAGE.replace('.', '/'));
    File[] files = folder.toFile().listFiles((parent, name) -> name.endsWith(".class"));
    assertThat(files).hasSizeGreaterThan(15);
    return Arrays.stream(files)
        .map(file -> file.getName().replace(".class", ""))
        .filter(name -> !name.equals("package-info"))
        .map(PublicApiTest::load);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(PACKAGE + '.' + name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
