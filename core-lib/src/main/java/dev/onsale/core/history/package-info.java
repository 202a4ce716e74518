/** What happened in a trial: every attempt recorded, kept in a file, and judged by an exact checker in linear time. */
@NullMarked
package dev.onsale.core.history;

import org.jspecify.annotations.NullMarked;
