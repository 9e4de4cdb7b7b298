/** One YAML file, every key overridable by environment, typed and validated before anything starts. */
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
