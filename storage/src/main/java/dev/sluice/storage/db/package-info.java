/** The database: PostgreSQL, embedded or configured, behind the engine's repositories. The only place with SQL. */
@NullMarked
package dev.sluice.storage.db;

import org.jspecify.annotations.NullMarked;
