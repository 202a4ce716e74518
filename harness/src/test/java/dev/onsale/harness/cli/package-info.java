/** Tests. */
@NullMarked
package dev.onsale.harness.cli;

import org.jspecify.annotations.NullMarked;
