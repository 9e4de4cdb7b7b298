/** Passwords: their rules and how they are kept. */
@NullMarked
package dev.sluice.identity.password;

import org.jspecify.annotations.NullMarked;
