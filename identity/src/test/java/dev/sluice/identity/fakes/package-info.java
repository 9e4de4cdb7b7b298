/** Identity's ports in memory, for tests here and of the API. */
@NullMarked
package dev.sluice.identity.fakes;

import org.jspecify.annotations.NullMarked;
