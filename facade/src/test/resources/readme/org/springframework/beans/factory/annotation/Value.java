package org.springframework.beans.factory.annotation;

/** What the README uses of Spring. */
public @interface Value {
  String value();
}
