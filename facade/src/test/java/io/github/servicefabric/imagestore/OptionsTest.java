package io.github.servicefabric.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.servicefabric.imagestore.testing.FakeImageStore;
import io.github.servicefabric.imagestore.testing.SeenRequest;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {
  private static final CallOptions FULL =
      CallOptions.builder()
          .timeout(Duration.ofMinutes(5))
          .deadline(Duration.ofMinutes(20))
          .apiVersion("6.3")
          .requestId("mine")
          .build();

  @Test
  void whatIsUnsetHasTheLibrarysDefaults() {
    CallOptions options = CallOptions.defaults();
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.apiVersion()).isEqualTo("6.0");
    assertThat(options.requestId()).isEmpty();
    assertThat(options.deadline()).isEmpty();
    assertThat(CallOptions.builder().build()).isEqualTo(options);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aCallsOptionsComeBeforeTheClientsAndThoseBeforeTheLibrarys(Style style) {
    CallOptions clients =
        CallOptions.builder().timeout(Duration.ofSeconds(100)).apiVersion("6.2").build();
    CallOptions calls = CallOptions.builder().timeout(Duration.ofSeconds(7)).build();
    try (FakeImageStore store = FakeImageStore.start();
        ImageStoreClient client =
            ImageStoreClient.builder().endpoint(store.endpoint()).defaultOptions(clients).build();
        ImageStoreClient plain = ImageStoreClient.create(store.endpoint())) {
      UUID id = store.openSession();
      style.commit(client, id, calls);
      style.commit(client, id);
      style.commit(plain, id);
      assertThat(store.requests().stream().map(SeenRequest::line))
          .satisfiesExactly(
              line -> assertThat(line).contains("api-version=6.2&", "&timeout=7 "),
              line -> assertThat(line).contains("api-version=6.2&", "&timeout=100 "),
              line -> assertThat(line).contains("api-version=6.0&", "&timeout=60 "));
    }
  }

  @Test
  void eachOptionIsInheritedByItself() {
    for (CallOptions one : oneSetEach().toList()) {
      assertThat(one.orElse(CallOptions.defaults())).isEqualTo(one);
      assertThat(CallOptions.defaults().orElse(one)).isEqualTo(one);
      assertThat(CallOptions.builder().build().orElse(one)).isEqualTo(one);
      assertThat(FULL.orElse(one)).isEqualTo(FULL);
    }
    CallOptions all = oneSetEach().reduce(CallOptions.defaults(), CallOptions::orElse);
    assertThat(all).isEqualTo(FULL);
  }

  @Test
  void equalityGoesByEveryValueAndWhetherItIsSet() {
    assertThat(FULL.toBuilder().build()).isEqualTo(FULL).hasSameHashCodeAs(FULL);
    assertThat(FULL.toBuilder().timeout(Duration.ofSeconds(1)).build()).isNotEqualTo(FULL);
    assertThat(FULL.toBuilder().deadline(Duration.ofSeconds(1)).build()).isNotEqualTo(FULL);
    assertThat(FULL.toBuilder().apiVersion("6.1").build()).isNotEqualTo(FULL);
    assertThat(FULL.toBuilder().requestId("other").build()).isNotEqualTo(FULL);
    assertThat(CallOptions.builder().timeout(Duration.ofSeconds(60)).build())
        .as("set to the default is not unset")
        .isNotEqualTo(CallOptions.defaults());
    assertThat(FULL).isNotEqualTo("mine").isNotEqualTo(null);
  }

  @Test
  void theTextShowsEveryValue() {
    assertThat(FULL)
        .hasToString("CallOptions{timeout=PT5M, deadline=PT20M, apiVersion=6.3, requestId=mine}");
    assertThat(RetryPolicy.defaults())
        .hasToString("RetryPolicy{maxAttempts=3, firstDelay=PT0.25S, maxDelay=PT8S}");
  }

  @Test
  void aBuilderDoesNotReachWhatItHasBuilt() {
    CallOptions.Builder builder = FULL.toBuilder();
    CallOptions before = builder.build();
    builder.apiVersion("6.1").requestId("later");
    assertThat(before).isEqualTo(FULL);
    assertThat(builder.build().apiVersion()).isEqualTo("6.1");

    RetryPolicy.Builder policies = RetryPolicy.builder();
    RetryPolicy policy = policies.build();
    policies.maxAttempts(9);
    assertThat(policy).isEqualTo(RetryPolicy.defaults());
  }

  @Test
  void optionsAndPoliciesAreImmutable() {
    for (Class<?> type : new Class<?>[] {CallOptions.class, RetryPolicy.class}) {
      assertThat(type).isFinal();
      assertThat(type.getDeclaredFields())
          .allMatch(field -> Modifier.isFinal(field.getModifiers()));
    }
  }

  @Test
  void aPolicyHasItsDefaultsAndNoneIsASingleAttempt() {
    RetryPolicy policy = RetryPolicy.defaults();
    assertThat(policy.maxAttempts()).isEqualTo(3);
    assertThat(policy.firstDelay()).isEqualTo(Duration.ofMillis(250));
    assertThat(policy.maxDelay()).isEqualTo(Duration.ofSeconds(8));
    assertThat(RetryPolicy.builder().build()).isEqualTo(policy).hasSameHashCodeAs(policy);
    assertThat(RetryPolicy.none().maxAttempts()).isEqualTo(1);
    assertThat(RetryPolicy.none()).isNotEqualTo(policy);
    assertThat(RetryPolicy.builder().firstDelay(Duration.ofSeconds(1)).build())
        .isNotEqualTo(policy);
    assertThat(RetryPolicy.builder().maxDelay(Duration.ofSeconds(9)).build()).isNotEqualTo(policy);
  }

  @Test
  void aPolicyWhoseFirstDelayIsLongerThanItsLongestIsRefused() {
    RetryPolicy.Builder builder = RetryPolicy.builder().firstDelay(Duration.ofSeconds(9));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("firstDelay")
        .withMessageContaining("PT9S")
        .withMessageContaining("PT8S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.firstDelay(Duration.ZERO))
        .withMessage("firstDelay must be longer than 0 s, but was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxDelay(Duration.ofNanos(-1)))
        .withMessageStartingWith("maxDelay must be longer than 0 s, but was ");
  }

  private static Stream<CallOptions> oneSetEach() {
    return Stream.of(
        CallOptions.builder().timeout(FULL.timeout()).build(),
        CallOptions.builder().deadline(FULL.deadline().orElseThrow()).build(),
        CallOptions.builder().apiVersion(FULL.apiVersion()).build(),
        CallOptions.builder().requestId(FULL.requestId().orElseThrow()).build());
  }
}
