/** Boxes of the ISO base media file format as pure functions, one class per box family. */
@NullMarked
package dev.sluice.packager.cmaf.box;

import org.jspecify.annotations.NullMarked;
