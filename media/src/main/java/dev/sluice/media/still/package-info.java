/**
 * Files of one picture: what they say of it, and what of them a decoder needs. Notes, colour profiles, smaller copies
 * and all else that may hide something are left out.
 */
@NullMarked
package dev.sluice.media.still;

import org.jspecify.annotations.NullMarked;
