/** The DASH media presentation description (ISO/IEC 23009-1, DASH-IF live rules) as values, and its text. */
@NullMarked
package dev.sluice.packager.dash;

import org.jspecify.annotations.NullMarked;
