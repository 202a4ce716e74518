/** The contracts that every strategy and every transport must pass, and the core's own tests. */
@NullMarked
package dev.onsale.core;

import org.jspecify.annotations.NullMarked;
