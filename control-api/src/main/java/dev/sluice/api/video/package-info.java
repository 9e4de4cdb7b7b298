/** The videos resource: assets, how they play, how they are received, and the jobs that make them. */
@NullMarked
package dev.sluice.api.video;

import org.jspecify.annotations.NullMarked;
