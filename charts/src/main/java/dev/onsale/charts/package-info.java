/** The plots of a run, drawn from its directory alone. */
@NullMarked
package dev.onsale.charts;

import org.jspecify.annotations.NullMarked;
