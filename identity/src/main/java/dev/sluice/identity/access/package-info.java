/** From a request's credential to a principal. */
@NullMarked
package dev.sluice.identity.access;

import org.jspecify.annotations.NullMarked;
