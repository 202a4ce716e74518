/** Tests of the package of the same name. */
@NullMarked
package dev.onsale.harness.process;

import org.jspecify.annotations.NullMarked;
