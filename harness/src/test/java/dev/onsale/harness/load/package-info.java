/** Tests. */
@NullMarked
package dev.onsale.harness.load;

import org.jspecify.annotations.NullMarked;
