/** The record of a run: everything that the plots, the report and a resumed run need, as files in one directory. */
@NullMarked
package dev.onsale.record;

import org.jspecify.annotations.NullMarked;
