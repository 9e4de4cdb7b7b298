/** Tokens of a platform that has its own identity. */
@NullMarked
package dev.sluice.identity.issuer;

import org.jspecify.annotations.NullMarked;
