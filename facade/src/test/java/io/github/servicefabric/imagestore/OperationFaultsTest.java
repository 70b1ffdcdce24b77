package io.github.servicefabric.imagestore;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.Fault;
import io.github.servicefabric.imagestore.testing.Fault.Rest;
import io.github.servicefabric.imagestore.testing.Fault.Work;
import io.github.servicefabric.imagestore.testing.Reply;
import io.github.servicefabric.imagestore.testing.StoreOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong, operation by operation, and what a call makes of it. A cell has how the call
 * ends, and the requests that it took by their first letters.
 */
class OperationFaultsTest {
  private static final Reply UNAUTHORIZED = Reply.of(401).header("WWW-Authenticate", "Bearer");

  /** The faults that the requests of one operation meet, one after the other. */
  private static final Map<String, List<Fault>> FAULTS =
      Map.ofEntries(
          Map.entry("none", List.of()),
          once("answer lost, work done", Fault.lostAnswer(Work.DONE)),
          once("answer lost, work not done", Fault.lostAnswer(Work.NEVER)),
          once("answer lost, then failover", Fault.lostAnswer(Work.DONE).thenFailOver()),
          once("answer lost, work late", Fault.lostAnswer(Work.LATE)),
          always("answers lost", Fault.lostAnswer(Work.NEVER)),
          once("request lost", Fault.lostRequest()),
          always("requests lost", Fault.lostRequest()),
          once("503 once", Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER)),
          once("504, work done", Fault.error(504, "FABRIC_E_TIMEOUT", Work.DONE)),
          always("503", Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER)),
          always("502", Fault.error(502, "FABRIC_E_GATEWAY_NOT_REACHABLE", Work.NEVER)),
          always("504", Fault.error(504, "FABRIC_E_TIMEOUT", Work.NEVER)),
          always("503 busy", Fault.error(503, "FABRIC_E_SERVICE_TOO_BUSY", Work.NEVER)),
          always("500 pending", Fault.error(500, "OperationsPending", Work.NEVER)),
          once("500", Fault.error(500, "E_FAIL", Work.NEVER)),
          once("401", Fault.reply(UNAUTHORIZED, Work.NEVER)),
          once("403", Fault.reply(Reply.of(403), Work.NEVER)),
          once("403 denied", Fault.error(403, "E_ACCESSDENIED", Work.NEVER)),
          once("404 NotFound", Fault.notFound()),
          once("404 no file", Fault.error(404, "FABRIC_E_FILE_NOT_FOUND", Work.NEVER)),
          once("404 no store", Fault.error(404, "FABRIC_E_SERVICE_DOES_NOT_EXIST", Work.NEVER)),
          once("404 no name", Fault.error(404, "FABRIC_E_NAME_DOES_NOT_EXIST", Work.NEVER)),
          once("404 bare", Fault.reply(Reply.of(404), Work.NEVER)),
          once("400", Fault.error(400, "E_INVALIDARG", Work.NEVER)),
          once("not recorded", Fault.notRecorded()),
          once("failover", Fault.failOver()),
          once("early 401, rest read", Fault.earlyAnswer(UNAUTHORIZED, Rest.READ)),
          once("early 403, rest left", Fault.earlyAnswer(Reply.of(403), Rest.LEFT)),
          once("early 413, rest read", Fault.earlyAnswer(Reply.of(413), Rest.READ)),
          Map.entry(
              "answer lost, then 403",
              List.of(Fault.lostAnswer(Work.NEVER), Fault.reply(Reply.of(403), Work.NEVER))),
          Map.entry(
              "503, then answers lost",
              List.of(
                  Fault.error(503, "FABRIC_E_NOT_READY", Work.NEVER),
                  Fault.lostAnswer(Work.NEVER),
                  Fault.lostAnswer(Work.NEVER))));

  /** P is a PUT, G a GET, D a DELETE, C a copy; a read has one letter for whatever it asks. */
  private static final String TABLE =
      """
      fault                      | reads           | chunk          | delete session | delete        | copy
      none                       | ok R            | ok P           | ok D           | ok D          | ok C
      answer lost, work done     | ok RR           | ok PG          | ok DD          | ok DD         | ok CC
      answer lost, work not done | ok RR           | ok PGP         | ok DD          | ok DD         | ok CC
      answer lost, then failover | ok RR           | ok PGP         | ok DD          | ok DD         | ok CC
      answer lost, work late     | ok RR           | ok PG          | ok DD          | ok DD         | ok CC
      answers lost               | unreachable RRR | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      request lost               | ok RR           | ok PGP         | ok DD          | ok DD         | ok CC
      requests lost              | unreachable RRR | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      503 once                   | ok RR           | ok PGP         | ok DD          | ok DD         | ok CC
      504, work done             | ok RR           | ok PG          | ok DD          | ok DD         | ok CC
      503                        | 503 RRR         | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      502                        | 502 RRR         | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      504                        | 504 RRR         | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      503 busy                   | 503 RRR         | 503 PPP        | 503 DDD        | 503 DDD       | 503 CCC
      500 pending                | 500 RRR         | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      500                        | 500 R           | 500 P          | 500 D          | 500 D         | 500 C
      401                        | 401 R           | 401 P          | 401 D          | 401 D         | 401 C
      403                        | 403 R           | 403 P          | 403 D          | 403 D         | 403 C
      403 denied                 | 403 R           | 403 P          | 403 D          | 403 D         | 403 C
      404 NotFound               | 404 R           | ok PP          | ok D           | ok D          | 404 C
      404 no file                | 404 R           | ok PP          | 404 D          | ok D          | 404 C
      404 no store               | 404 R           | 404 P          | 404 D          | 404 D         | 404 C
      404 no name                | ok or 404 R     | 404 P          | 404 D          | ok D          | 404 C
      404 bare                   | ok or 404 R     | 404 P          | 404 D          | ok D          | 404 C
      400                        | 400 R           | 400 P          | 400 D          | 400 D         | 400 C
      not recorded               | nonsense RR     | ok P           | ok D           | ok D          | ok C
      failover                   | ok R            | ok P           | ok D           | ok D          | ok C
      early 401, rest read       | 401 R           | 401 P          | 401 D          | 401 D         | 401 C
      early 403, rest left       | 403 R           | 403 P          | 403 D          | 403 D         | 403 C
      early 413, rest read       | 413 R           | 413 P          | 413 D          | 413 D         | 413 C
      answer lost, then 403      | 403 RR          | unknown PGP    | unknown DD     | unknown DD    | unknown CC
      503, then answers lost     | 503 RRR         | unknown PGPGPG | unknown DDD    | unknown DDD   | unknown CCC
      """;

  record Case(StoreCall call, String fault, String expected) {
    @Override
    public String toString() {
      return call + ": " + fault;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    TABLE
        .lines()
        .skip(1)
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              for (StoreCall call : StoreCall.values()) {
                int column = call.isRead() ? 1 : 2 + call.ordinal() - StoreCall.CHUNK.ordinal();
                cases.add(new Case(call, cells[0].strip(), forOne(call, cells[column].strip())));
              }
            });
    return cases;
  }

  /** Of the reads, a listing alone takes these for an empty one; and an empty 200 is no JSON. */
  private static String forOne(StoreCall call, String cell) {
    boolean listing = call == StoreCall.LIST || call == StoreCall.LIST_ROOT;
    return cell.replace("ok or 404", listing ? "ok" : "404").replace("nonsense", "ok");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCallEndsAsItsRowSays(Case one) {
    for (Style style : Style.values()) {
      try (FakeImageStore store = FakeImageStore.start();
          ImageStoreClient client =
              ImageStoreClient.builder()
                  .endpoint(store.endpoint())
                  .timing(new TestTiming())
                  .build()) {
        UUID id = prepare(client);
        int before = store.requests().size();
        store.on(
            request -> request.asksFor(one.call().operation()),
            FAULTS.get(one.fault()).toArray(Fault[]::new));
        Throwable end = catchThrowable(() -> one.call().run(style, client, id));
        String requests =
            store.requests().stream()
                .skip(before)
                .map(seen -> letter(one.call(), seen.operation()))
                .collect(joining());
        assertThat(words(end) + " " + requests).as("%s", end).isEqualTo(one.expected());
        if (end != null) {
          assertThat(end.getMessage()).as("its advice").doesNotContainIgnoringCase("commit");
        } else if (one.call() == StoreCall.CHUNK && !one.fault().equals("not recorded")) {
          assertThat(client.getUploadSession(id).orElseThrow().missingRanges())
              .noneMatch(range -> range.first() == StoreCall.RANGE.first());
        }
      }
    }
  }

  /** A file at the path, and a session for it that has a part of its own. */
  private static UUID prepare(ImageStoreClient client) {
    UUID id = UUID.randomUUID();
    client.uploadChunk(StoreCall.PATH, id, new ByteRange(0, 0, 1), new byte[1]);
    client.commitUploadSession(id);
    UUID open = UUID.randomUUID();
    client.uploadChunk(StoreCall.PATH, open, new ByteRange(0, 0, 10), new byte[1]);
    return open;
  }

  private static String letter(StoreCall call, StoreOperation seen) {
    if (call.isRead()) {
      return "R";
    }
    return switch (seen) {
      case UPLOAD_CHUNK -> "P";
      case GET_SESSION -> "G";
      case COPY_CONTENT -> "C";
      default -> "D";
    };
  }

  private static String words(Throwable end) {
    if (end == null) {
      return "ok";
    } else if (end instanceof FabricErrorException answered) {
      return Integer.toString(answered.statusCode());
    } else if (end instanceof ImageStoreUnreachableException) {
      assertThat(end).hasCauseInstanceOf(IOException.class);
      return "unreachable";
    }
    assertThat(end).isInstanceOf(OutcomeUnknownException.class);
    return "unknown";
  }

  private static Map.Entry<String, List<Fault>> once(String name, Fault fault) {
    return Map.entry(name, List.of(fault));
  }

  private static Map.Entry<String, List<Fault>> always(String name, Fault fault) {
    return Map.entry(name, Collections.nCopies(3, fault));
  }
}
