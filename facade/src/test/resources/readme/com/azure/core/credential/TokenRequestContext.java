package com.azure.core.credential;

/** What the README uses of azure-core. */
public class TokenRequestContext {
  public TokenRequestContext addScopes(String... scopes) {
    return this;
  }
}
