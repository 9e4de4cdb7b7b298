/** What an asset is published as: its manifests, and what is kept to write them anew. */
@NullMarked
package dev.sluice.vod.publish;

import org.jspecify.annotations.NullMarked;
