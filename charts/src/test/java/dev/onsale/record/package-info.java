/** Tests of the run record, and runs made up for tests. */
@NullMarked
package dev.onsale.record;

import org.jspecify.annotations.NullMarked;
