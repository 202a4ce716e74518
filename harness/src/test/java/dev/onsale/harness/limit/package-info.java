/** Tests of what is measured beside Onsale. */
@NullMarked
package dev.onsale.harness.limit;

import org.jspecify.annotations.NullMarked;
