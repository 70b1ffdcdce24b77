package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a package may not have in it: refused before anything is sent, all of it at once. */
class PackageRefusedTest {
  private final FakeImageStore store = FakeImageStore.start();
  private final ImageStoreClient client = ImageStoreClient.create(store.endpoint());

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(temporary.resolve("pkg"));
    write("good.txt");
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  private Path write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "content of " + name);
  }

  private String refusal(UploadOptions options) {
    IllegalArgumentException refused =
        catchThrowableOfType(
            IllegalArgumentException.class, () -> client.uploadPackage(root, "App", options));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(store.requestCount()).as("nothing was sent").isZero();
    return refused.getMessage();
  }

  private String refusal() {
    return refusal(UploadOptions.defaults());
  }

  @Test
  void allFaultsAreNamedAtOnce() throws Exception {
    write("$");
    write("half#name");
    write("Code/50%25.txt");
    write("Code/back\\slash");
    write("Code/blank ");
    write("Data/_.DIR");
    write("Data/Twin.txt");
    write("Data/twin.txt");
    Files.createDirectory(root.resolve("_.dir"));
    Files.createSymbolicLink(root.resolve("link"), root.resolve("good.txt"));
    assertThat(refusal())
        .contains("nothing of it was sent")
        .contains("$: its name must not have the segment")
        .contains("half#name: ")
        .contains("Code/50%25.txt: ")
        .contains("Code/back\\slash: its name has a backslash")
        .contains("Code/blank : its name must not begin or end with a blank")
        .contains("Data/_.DIR: the image store marks")
        .containsPattern("[Tt]win.txt: its name differs from [Tt]win.txt by case alone")
        .contains("_.dir: the image store marks")
        .contains("link: it is a link; followLinks(true)");
  }

  @Test
  void namesAreTwinsLetterByLetter() throws Exception {
    write("stra\u00dfe");
    write("STRASSE");
    client.uploadPackage(root, "App");
    assertThat(store.paths()).hasSize(4);
    // Two forms of one letter, of which only the other case is the same.
    write("\u03c3");
    write("\u03c2");
    long before = store.requestCount();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadPackage(root, "App"))
        .withMessageContaining("by case alone");
    assertThat(store.requestCount()).isEqualTo(before);
  }

  @Test
  void thirtyFaultsAreThirty() throws Exception {
    for (int i = 0; i < 30; i++) {
      write("bad#" + i);
    }
    String refusal = refusal();
    for (int i = 0; i < 30; i++) {
      assertThat(refusal).contains("bad#" + i + ":");
    }
  }

  @Test
  void aFolderWhoseNameIsRefusedHidesNothingBelowItAndIsNamedOnce() throws Exception {
    write("bad#folder/good.txt");
    write("bad#folder/worse#file");
    assertThat(refusal())
        .contains("bad#folder: ")
        .contains("bad#folder/worse#file: ")
        .doesNotContain("bad#folder/good.txt");
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws Exception {
    made("sh", "-c", "touch \"$(printf 'odd-\\377\\376')\"");
    assertThat(refusal()).contains("odd-").contains("its name is not text");
  }

  @Test
  void namedPipesAreRefused() throws Exception {
    made("mkfifo", "pipe");
    assertThat(refusal()).contains("pipe: it is neither a file nor a folder");
  }

  @Test
  void aLinkToADeviceIsRefused() throws Exception {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    Files.createSymbolicLink(root.resolve("null"), device);
    assertThat(refusal(UploadOptions.builder().followLinks(true).build()))
        .contains("null: it is neither a file nor a folder");
  }

  @Test
  void loopsAndLinksThatLeadNowhereAreRefusedWhereLinksAreFollowed() throws Exception {
    Files.createSymbolicLink(root.resolve("round"), root);
    Files.createSymbolicLink(root.resolve("gone"), root.resolve("nothing"));
    assertThat(refusal(UploadOptions.builder().followLinks(true).build()))
        .contains("round: it is a link to a folder that it lies in")
        .contains("gone: it is a link that leads nowhere");
  }

  @Test
  void linksAreFollowedOnDemand() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("far.txt"), "far");
    Files.createSymbolicLink(root.resolve("file"), root.resolve("good.txt"));
    Files.createSymbolicLink(root.resolve("folder"), elsewhere);
    client.uploadPackage(root, "App", UploadOptions.builder().followLinks(true).build());
    assertThat(store.paths())
        .containsExactlyInAnyOrder(
            "App/good.txt", "App/file", "App/folder/far.txt", "App/folder/_.dir", "App/_.dir");
  }

  @Test
  void theRootMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), root);
    client.uploadPackage(link, "App");
    assertThat(store.paths()).containsExactlyInAnyOrder("App/good.txt", "App/_.dir");
  }

  @Test
  void unreadableFilesAndFoldersAreRefused() throws Exception {
    write("secret.txt");
    write("closed/file");
    root = ClosedFiles.at(root, "secret.txt", "closed");
    assertThat(refusal())
        .contains("secret.txt: it may not be read")
        .contains("closed: it cannot be read (java.nio.file.AccessDeniedException")
        .doesNotContain("good.txt");
  }

  @Test
  void whatIsNoFolderOrEmptyIsRefused() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadPackage(root.resolve("good.txt"), "App"))
        .withMessageContaining("folder must be a folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadPackage(root.resolve("nothing"), "App"))
        .withMessageContaining("folder must be a folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.uploadPackage(root, "App/../Other"))
        .withMessageContaining("..");
    Files.delete(root.resolve("good.txt"));
    Files.createDirectory(root.resolve("empty"));
    assertThat(refusal()).contains("must have a file to upload, but has none");
  }

  @Test
  void theFilterLeavesOutWhatIsRefusedOtherwise() throws Exception {
    write("bad#name");
    write("skipped/a");
    Files.createSymbolicLink(root.resolve("link"), root);
    UploadOptions options =
        UploadOptions.builder()
            .filter(path -> path.equals(Path.of("good.txt")) || path.startsWith("kept"))
            .build();
    write("kept/b");
    PackageResult result = client.uploadPackage(root, "App", options);
    assertThat(result.folders()).isEqualTo(2);
    assertThat(store.paths())
        .containsExactlyInAnyOrder("App/good.txt", "App/kept/b", "App/kept/_.dir", "App/_.dir");
  }

  @Test
  void theFilterLeavesOutWhatCannotBeVisited() throws Exception {
    Files.createSymbolicLink(root.resolve("round"), root);
    UploadOptions options =
        UploadOptions.builder()
            .followLinks(true)
            .filter(path -> !path.equals(Path.of("round")))
            .build();
    assertThat(client.uploadPackage(root, "App", options).files()).hasSize(1);
  }

  /** Makes something that Java cannot, where the system has a program for it. */
  private void made(String... command) throws InterruptedException {
    boolean made = false;
    try {
      made =
          new ProcessBuilder(command)
                  .directory(root.toFile())
                  .redirectErrorStream(true)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      // There is no such program.
    }
    assumeTrue(made, () -> String.join(" ", command));
  }
}
