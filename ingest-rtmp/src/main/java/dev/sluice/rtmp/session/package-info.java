/** One publishing connection: commands, answers, time limits, and the way from tags to samples. */
@NullMarked
package dev.sluice.rtmp.session;

import org.jspecify.annotations.NullMarked;
