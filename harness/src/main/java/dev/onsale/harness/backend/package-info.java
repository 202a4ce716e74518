/** The servers that a run needs: embedded, private or given ones, behind one interface. */
@NullMarked
package dev.onsale.harness.backend;

import org.jspecify.annotations.NullMarked;
