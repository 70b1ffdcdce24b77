package io.github.servicefabric.imagestore.internal.call;

import io.github.servicefabric.imagestore.ImageStoreException;
import io.github.servicefabric.imagestore.StoreContent;
import io.github.servicefabric.imagestore.internal.call.Operations.Page;
import io.github.servicefabric.imagestore.internal.http.StorePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All pages of what is at a path, which is a call for each under one deadline. */
public final class Listing implements Job<Optional<StoreContent>> {
  private final @Nullable StorePath path;
  private final CallSettings settings;
  private final Cluster cluster;
  private final Deadline deadline;
  private final Set<String> tokens = new HashSet<>();
  private CallLoop<Optional<Page>> current;
  private @Nullable Ending ending;

  /** Lists the root where there is no path. */
  public Listing(@Nullable StorePath path, CallSettings settings, Cluster cluster) {
    this.path = path;
    this.settings = settings;
    this.cluster = cluster;
    this.deadline = new Deadline(settings.deadline(), cluster.timing());
    this.current = page(null);
  }

  private CallLoop<Optional<Page>> page(@Nullable String token) {
    if (token != null) {
      tokens.add(token);
    }
    return new CallLoop<>(
        Operations.contentPage(path, token, tokens::contains),
        settings.within(deadline.left()),
        cluster);
  }

  @Override
  public Optional<StoreContent> run() {
    List<StoreContent.File> files = new ArrayList<>();
    List<StoreContent.Folder> folders = new ArrayList<>();
    Optional<Page> page = current.run();
    if (page.isEmpty()) {
      return Optional.empty();
    }
    while (page.isPresent()) {
      files.addAll(page.get().content().files());
      folders.addAll(page.get().content().folders());
      String next = page.get().next();
      page = next == null ? Optional.empty() : goOn(page(next)).run();
    }
    return Optional.of(new StoreContent(files, folders));
  }

  private synchronized CallLoop<Optional<Page>> goOn(CallLoop<Optional<Page>> next) {
    current = next;
    if (ending != null) {
      next.end(ending);
    }
    return next;
  }

  @Override
  public synchronized void end(Ending why) {
    if (ending == null) {
      ending = why;
      current.end(why);
    }
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public synchronized ImageStoreException outcome() {
    return current.outcome();
  }
}
