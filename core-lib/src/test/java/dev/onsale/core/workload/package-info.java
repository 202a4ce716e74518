/** Tests of reading and generating workloads. */
@NullMarked
package dev.onsale.core.workload;

import org.jspecify.annotations.NullMarked;
