/**
 * The system that anyone writes in an afternoon: correct, and naive on purpose. Libraries as they come, a thread a client, one call a
 * purchase, and nothing batched. It is there to be compared with, and no part of Onsale sells through it.
 */
@NullMarked
package dev.onsale.harness.limit.floor;

import org.jspecify.annotations.NullMarked;
