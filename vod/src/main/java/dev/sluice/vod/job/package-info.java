/** The steps that make an asset of a file, and who runs them. */
@NullMarked
package dev.sluice.vod.job;

import org.jspecify.annotations.NullMarked;
