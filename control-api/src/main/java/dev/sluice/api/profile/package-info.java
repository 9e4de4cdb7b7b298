/** Encode profiles, and what files would become by them. */
@NullMarked
package dev.sluice.api.profile;

import org.jspecify.annotations.NullMarked;
