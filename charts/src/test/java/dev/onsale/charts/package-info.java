/** Tests of the plots. */
@NullMarked
package dev.onsale.charts;

import org.jspecify.annotations.NullMarked;
