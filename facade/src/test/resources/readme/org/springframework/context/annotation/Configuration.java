package org.springframework.context.annotation;

/** What the README uses of Spring. */
public @interface Configuration {
  boolean proxyBeanMethods() default true;
}
