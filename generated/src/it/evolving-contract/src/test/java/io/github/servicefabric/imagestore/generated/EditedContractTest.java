package io.github.servicefabric.imagestore.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servicefabric.imagestore.generated.api.ImageStoreApi;
import io.github.servicefabric.imagestore.generated.model.FabricErrorCodes;
import io.github.servicefabric.imagestore.generated.model.FolderSizeInfo;
import java.io.IOException;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;

class EditedContractTest {
  @Test
  void theNewOperationReadsTheNewModel() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder()
              .body("{\"StoreRelativePath\":\"\",\"FolderSize\":9007199254740993}")
              .build());
      ImageStoreApi api =
          new Retrofit.Builder()
              .baseUrl(server.url("/"))
              .addConverterFactory(MoshiConverterFactory.create(Json.moshi()))
              .build()
              .create(ImageStoreApi.class);

      FolderSizeInfo size = api.getImageStoreRootFolderSize("6.5", "id").execute().body();

      assertThat(size)
          .isEqualTo(
              FolderSizeInfo.builder().storeRelativePath("").folderSize(9007199254740993L).build());
      assertThat(server.takeRequest().getTarget())
          .isEqualTo("/ImageStore/$/FolderSize?api-version=6.5");
    }
  }

  @Test
  void theOldOperationIsStillThere() throws Exception {
    assertThat(
            ImageStoreApi.class.getMethod(
                "commitImageStoreUploadSession",
                String.class,
                UUID.class,
                Long.class,
                String.class))
        .isNotNull();
  }

  @Test
  void theNewCodeIsAConstant() throws IOException {
    assertThat(
            Json.moshi().adapter(FabricErrorCodes.class).fromJson("\"FABRIC_E_NEW_IN_THIS_TEST\""))
        .isEqualTo(FabricErrorCodes.FABRIC_E_NEW_IN_THIS_TEST);
  }
}
