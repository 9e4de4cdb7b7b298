/** Object stores behind the engine's port: local files and S3. The only place that knows the AWS SDK. */
@NullMarked
package dev.sluice.storage.objects;

import org.jspecify.annotations.NullMarked;
