/** The in-process reference: a sale kept in this process's memory. */
@NullMarked
package dev.onsale.core.local;

import org.jspecify.annotations.NullMarked;
