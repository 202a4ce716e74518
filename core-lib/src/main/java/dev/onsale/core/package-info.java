/** What callers use (purchases, outcomes, the ticket office) and what extenders implement (strategies, transports). */
@NullMarked
package dev.onsale.core;

import org.jspecify.annotations.NullMarked;
