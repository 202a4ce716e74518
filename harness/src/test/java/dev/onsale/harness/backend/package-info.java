/** Tests of the package of the same name. */
@NullMarked
package dev.onsale.harness.backend;

import org.jspecify.annotations.NullMarked;
