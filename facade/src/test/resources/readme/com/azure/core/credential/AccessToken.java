package com.azure.core.credential;

/** What the README uses of azure-core. */
public class AccessToken {
  public String getToken() {
    return "";
  }
}
