package io.github.servicefabric.imagestore.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which request meets which fault. Thread-safe. */
final class Faults {
  private record Rule(Predicate<SeenRequest> which, Deque<Fault> faults) {}

  private final List<Rule> rules = new ArrayList<>();
  private Function<SeenRequest, Fault> others = request -> Fault.none();

  synchronized void add(Predicate<SeenRequest> which, List<Fault> faults) {
    rules.add(new Rule(which, new ArrayDeque<>(faults)));
  }

  synchronized void others(Function<SeenRequest, Fault> source) {
    others = source;
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized Fault next(SeenRequest request) {
    rules.removeIf(rule -> rule.faults().isEmpty());
    for (Rule rule : rules) {
      if (rule.which().test(request)) {
        return rule.faults().remove();
      }
    }
    return others.apply(request);
  }
}
