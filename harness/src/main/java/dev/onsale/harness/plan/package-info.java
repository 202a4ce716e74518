/** What was asked for, and the trials that it comes to. */
@NullMarked
package dev.onsale.harness.plan;

import org.jspecify.annotations.NullMarked;
