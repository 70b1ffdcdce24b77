package io.github.servicefabric.imagestore.quickstart;

import io.github.servicefabric.imagestore.ImageStoreClient;
import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.PackageResult;
import io.github.servicefabric.imagestore.PackageUploadException;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.UploadListener;
import io.github.servicefabric.imagestore.UploadOptions;
import io.github.servicefabric.imagestore.UploadResult;
import io.github.servicefabric.imagestore.testing.FakeImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The quick start's second half: a file or a package on its way to a cluster. */
final class Uploading {
  private static final int MIB = 1024 * 1024;
  private static final long SHOWN_RATE = 12 * MIB;

  private final ImageStoreClient client;
  private final ProgressLine line = ProgressLine.onStandardOutput();

  Uploading(ImageStoreClient client) {
    this.client = client;
  }

  /** Uploads a file or a folder. */
  boolean upload(Path source, String to) {
    return upload(source, to, UploadOptions.builder().listener(line).build());
  }

  private boolean upload(Path source, String to, UploadOptions options) {
    try {
      if (Files.isDirectory(source)) {
        PackageResult result = client.uploadPackage(source, to, options);
        line.end();
        int folders = result.folders();
        told(
            result.files(),
            result.duration(),
            " and " + folders + (folders == 1 ? " folder" : " folders"));
      } else {
        UploadResult result = client.upload(source, to, options);
        line.end();
        told(List.of(result), result.duration(), "");
      }
      return true;
    } catch (ImageStoreException e) {
      line.end();
      System.out.println("Answer:    " + e.getClass().getSimpleName());
      System.out.println("           " + e.getMessage());
      if (e instanceof PackageUploadException incomplete) {
        incomplete.failures().stream()
            .skip(1)
            .limit(20)
            .forEach(one -> System.out.println("           " + one.file() + ": " + one.cause()));
      }
      return false;
    }
  }

  private static void told(List<UploadResult> files, Duration duration, String more) {
    long size = files.stream().mapToLong(UploadResult::size).sum();
    long resumed = files.stream().mapToLong(UploadResult::bytesResumed).sum();
    System.out.println(
        "Answer:    uploaded "
            + files.size()
            + (files.size() == 1 ? " file" : " files")
            + more
            + ", "
            + ProgressLine.size(size)
            + " in "
            + duration.toMillis()
            + " ms");
    if (resumed > 0) {
      System.out.println(
          "Resumed:   " + ProgressLine.size(resumed) + " were there already, and were not sent");
    }
  }

  /** Uploads a package that is made on the spot, is interrupted, and uploads it again. */
  static boolean onEmbeddedStore(FakeImageStore store) throws IOException {
    store.limits().bytesPerSecondInAll(SHOWN_RATE);
    Path folder = Files.createTempDirectory("MyAppPkg");
    try (ImageStoreClient client = ImageStoreClient.create(store.endpoint())) {
      make(folder);
      Uploading uploading = new Uploading(client);
      System.out.println("Now a package, interrupted when half of it is sent:");
      boolean whole = uploading.upload(folder, "MyApp", uploading.interruptedHalfWay());
      Thread.interrupted();
      System.out.println();
      System.out.println("The same call again goes on where it was:");
      boolean wholeNow = uploading.upload(folder, "MyApp");
      System.out.println();
      System.out.println("What the image store lists:");
      uploading.list("MyApp");
      return !whole && wholeNow;
    } finally {
      delete(folder);
    }
  }

  /** Little is under way at once, so that of so small a package much is there when it ends. */
  private UploadOptions interruptedHalfWay() {
    Thread caller = Thread.currentThread();
    AtomicBoolean interrupted = new AtomicBoolean();
    UploadListener listener =
        progress -> {
          line.progressed(progress);
          if (progress.bytesDone() >= progress.bytesTotal() / 2
              && interrupted.compareAndSet(false, true)) {
            caller.interrupt();
          }
        };
    return UploadOptions.builder().partSize(MIB).parallelism(2).listener(listener).build();
  }

  private static void make(Path folder) throws IOException {
    write(folder.resolve("ApplicationManifest.xml"), 2_000);
    write(folder.resolve("MyServicePkg/ServiceManifest.xml"), 1_000);
    write(folder.resolve("MyServicePkg/Code/MyService.dll"), 40 * MIB);
    for (int i = 1; i <= 8; i++) {
      write(folder.resolve("MyServicePkg/Data/table" + i + ".csv"), 100_000);
    }
  }

  private static void write(Path file, int size) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(file, bytes);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void list(String path) {
    StoreContent content = client.listContent(path).orElseThrow();
    content
        .files()
        .forEach(
            file ->
                System.out.printf("%12s  %s%n", ProgressLine.size(file.size()), file.storePath()));
    content.folders().forEach(folder -> list(folder.storePath()));
  }
}
