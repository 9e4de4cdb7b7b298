/** One file to one asset in this process: the server's steps without server and database. */
@NullMarked
package dev.sluice.vod.local;

import org.jspecify.annotations.NullMarked;
