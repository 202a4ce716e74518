/** Worker processes: started once, serving sale after sale. */
@NullMarked
package dev.onsale.harness.fleet;

import org.jspecify.annotations.NullMarked;
