/** Tests of the settings. */
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
