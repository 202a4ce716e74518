/** The command line: one class a command, and the sentences that a user reads. */
@NullMarked
package dev.onsale.harness.cli;

import org.jspecify.annotations.NullMarked;
