package io.github.servicefabric.imagestore;

import java.nio.file.Path;

/** Uploads one file in a process of its own, which may be killed. */
final class UploaderMain {
  private UploaderMain() {}

  /** Arguments: endpoint, file, store path, part size, parallelism. */
  public static void main(String[] args) {
    try (ImageStoreClient client = ImageStoreClient.create(args[0])) {
      UploadOptions options =
          UploadOptions.builder()
              .partSize(Long.parseLong(args[3]))
              .parallelism(Integer.parseInt(args[4]))
              .build();
      UploadResult result = client.upload(Path.of(args[1]), args[2], options);
      System.out.println(result.bytesSent() + " " + result.bytesResumed());
    }
  }
}
