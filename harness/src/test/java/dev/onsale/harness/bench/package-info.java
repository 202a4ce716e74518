/** Tests of what the microbenchmarks rest on. */
@NullMarked
package dev.onsale.harness.bench;

import org.jspecify.annotations.NullMarked;
