/** The in-process reference under the strategy contract. */
@NullMarked
package dev.onsale.core.local;

import org.jspecify.annotations.NullMarked;
