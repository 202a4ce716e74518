/** Tests of the recorder, the history's file and the checker. */
@NullMarked
package dev.onsale.core.history;

import org.jspecify.annotations.NullMarked;
