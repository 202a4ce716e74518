/** What the machine at hand could do at the most, what anyone gets from it in an afternoon, and where Onsale is between the two. */
@NullMarked
package dev.onsale.harness.limit;

import org.jspecify.annotations.NullMarked;
