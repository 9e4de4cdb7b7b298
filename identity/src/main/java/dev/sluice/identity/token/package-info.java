/** Access and refresh tokens of this installation, and the keys that sign them. */
@NullMarked
package dev.sluice.identity.token;

import org.jspecify.annotations.NullMarked;
