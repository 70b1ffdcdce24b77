package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.http.POST;
import retrofit2.http.Query;

class ImageStoreApiTest {
  private final Method commit = onlyOperation();

  private static Method onlyOperation() {
    assertThat(ImageStoreApi.class.getDeclaredMethods()).hasSize(1);
    return ImageStoreApi.class.getDeclaredMethods()[0];
  }

  @Test
  void namesTheOperationAsTheContractDoes() {
    assertThat(commit.getName()).isEqualTo("commitImageStoreUploadSession");
  }

  @Test
  void postsToTheCommitPathAndSaysNothingElseOfTheRequest() {
    assertThat(commit.getAnnotations()).hasSize(1);
    assertThat(commit.getAnnotation(POST.class).value())
        .isEqualTo("ImageStore/$/CommitUploadSession");
  }

  @Test
  void takesTheQueryInTheOrderOfThePage() {
    assertThat(commit.getParameterTypes()).containsExactly(String.class, UUID.class, Long.class);
    assertThat(queries())
        .extracting(Query::value)
        .containsExactly("api-version", "session-id", "timeout");
  }

  @Test
  void leavesTheEscapingOfTheQueryToRetrofit() {
    assertThat(queries()).extracting(Query::encoded).containsOnly(false);
  }

  @Test
  void expectsNoBodyInTheAnswer() {
    ParameterizedType returned = (ParameterizedType) commit.getGenericReturnType();
    assertThat(returned.getRawType()).isEqualTo(Call.class);
    assertThat(Arrays.asList(returned.getActualTypeArguments())).containsExactly(Void.class);
  }

  private List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (Annotation[] annotations : commit.getParameterAnnotations()) {
      assertThat(annotations).hasSize(1);
      queries.add((Query) annotations[0]);
    }
    return queries;
  }
}
