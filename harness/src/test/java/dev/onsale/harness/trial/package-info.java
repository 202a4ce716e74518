/** Tests. */
@NullMarked
package dev.onsale.harness.trial;

import org.jspecify.annotations.NullMarked;
