/** What changes assets, against a real database and a real store. */
@NullMarked
package dev.sluice.server.assets;

import org.jspecify.annotations.NullMarked;
