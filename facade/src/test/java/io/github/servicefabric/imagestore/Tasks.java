package io.github.servicefabric.imagestore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** Threads of which one can wait until they have done what they were given. */
final class Tasks implements Executor {
  private final List<CompletableFuture<Void>> given = new CopyOnWriteArrayList<>();

  @Override
  public void execute(Runnable task) {
    given.add(CompletableFuture.runAsync(task, run -> new Thread(run).start()));
  }

  void awaitEnd() {
    CompletableFuture.allOf(given.toArray(CompletableFuture[]::new)).join();
  }
}
