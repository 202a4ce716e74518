/** One trial from putting the sale on to the verdict. */
@NullMarked
package dev.onsale.harness.trial;

import org.jspecify.annotations.NullMarked;
