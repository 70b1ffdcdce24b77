package com.azure.core.credential;

/** What the README uses of azure-core. */
public interface TokenCredential {
  AccessToken getTokenSync(TokenRequestContext request);
}
