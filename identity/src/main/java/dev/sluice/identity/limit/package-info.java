/** How many requests a tier may make. */
@NullMarked
package dev.sluice.identity.limit;

import org.jspecify.annotations.NullMarked;
