/** Tests. */
@NullMarked
package dev.onsale.harness.plan;

import org.jspecify.annotations.NullMarked;
