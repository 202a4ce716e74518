/** Servers and helpers that integration tests share. */
@NullMarked
package dev.onsale.harness;

import org.jspecify.annotations.NullMarked;
