/** Workloads, the files of {@code BUY} lines that a benchmark replays: read, and generated. For callers. */
@NullMarked
package dev.onsale.core.workload;

import org.jspecify.annotations.NullMarked;
