package com.azure.identity;

import com.azure.core.credential.TokenCredential;

/** What the README uses of azure-identity, where the type that is built implements this one. */
public class DefaultAzureCredentialBuilder {
  public TokenCredential build() {
    throw new UnsupportedOperationException();
  }
}
