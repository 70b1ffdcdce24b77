package org.springframework.context.annotation;

/** What the README uses of Spring. */
public @interface Bean {}
