/** Tests. */
@NullMarked
package dev.onsale.harness.fleet;

import org.jspecify.annotations.NullMarked;
