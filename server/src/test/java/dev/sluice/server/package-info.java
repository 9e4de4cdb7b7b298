/** Tests of the whole house. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
