package io.github.servicefabric.imagestore.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.servicefabric.imagestore.ImageStoreClient;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uploads in a JVM of its own. In each round it takes the contestants in turn, and prints a line
 * for each: microseconds, those of the CPU, and bytes allocated.
 */
final class UploadProbe {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private UploadProbe() {}

  public static void main(String[] arguments) throws Exception {
    String endpoint = arguments[1];
    Path source = Path.of(arguments[3]);
    switch (arguments[0]) {
      case "turns" ->
          turns(
              endpoint,
              arguments[2],
              source,
              Integer.parseInt(arguments[4]),
              List.of(arguments).subList(5, arguments.length));
      case "until" -> until(endpoint, source, Long.parseLong(arguments[4]));
      case "heap" -> heap(endpoint, source);
      default -> throw new IllegalArgumentException("no probe " + arguments[0]);
    }
    System.exit(0);
  }

  private static void turns(
      String endpoint, String certificate, Path source, int rounds, List<String> kinds)
      throws Exception {
    Uploader[] uploaders = new Uploader[kinds.size()];
    for (int i = 0; i < uploaders.length; i++) {
      uploaders[i] = Uploader.of(kinds.get(i), endpoint, certificate);
    }
    for (int round = 0; round < rounds; round++) {
      String[] lines = new String[uploaders.length];
      for (int turn = 0; turn < uploaders.length; turn++) {
        int i = (round + turn) % uploaders.length;
        String path = "r" + round + "-" + kinds.get(i);
        long wall = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        long[] allocated = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
        uploaders[i].upload(source, path);
        long[] after = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
        lines[i] =
            (System.nanoTime() - wall) / 1000
                + " "
                + (SYSTEM.getProcessCpuTime() - cpu) / 1000
                + " "
                + (Arrays.stream(after).sum() - Arrays.stream(allocated).sum());
      }
      for (String line : lines) {
        System.out.println(line);
      }
    }
  }

  /** Uploads until so many bytes of parts were confirmed, and stops as if it were killed. */
  private static void until(String endpoint, Path source, long bytes) {
    AtomicLong confirmed = new AtomicLong();
    ImageStoreClient client =
        ImageStoreClient.builder()
            .endpoint(endpoint)
            .attemptListener(
                event -> {
                  if (event.statusCode() == 200 && confirmed.addAndGet(event.bytes()) >= bytes) {
                    Runtime.getRuntime().halt(0);
                  }
                })
            .build();
    client.upload(source, "resumed");
  }

  /** The heap in use after 10 uploads and after 100, in kilobytes. */
  private static void heap(String endpoint, Path source) throws Exception {
    Uploader uploader = Uploader.of("facade", endpoint, "");
    for (int uploads : new int[] {10, 90}) {
      for (int upload = 0; upload < uploads; upload++) {
        uploader.upload(source, "heap-" + upload);
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.println((runtime.totalMemory() - runtime.freeMemory()) / 1024);
    }
  }
}
