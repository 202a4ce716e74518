/** Workloads that no file can hold. */
@NullMarked
package dev.onsale.core.workload;

import org.jspecify.annotations.NullMarked;
