/** Who calls, what they may do, and whose things they are. Knows no HTTP and no SQL. */
@NullMarked
package dev.sluice.identity;

import org.jspecify.annotations.NullMarked;
