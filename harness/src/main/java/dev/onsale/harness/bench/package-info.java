/** Microbenchmarks: strategies, codecs, checker and office alone, under JMH. */
@NullMarked
package dev.onsale.harness.bench;

import org.jspecify.annotations.NullMarked;
