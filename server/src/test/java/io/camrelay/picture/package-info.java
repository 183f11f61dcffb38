/** Tests of the JPEG arithmetic. Start reading at {@link io.camrelay.picture.JpegScanTest}. */
@NullMarked
package io.camrelay.picture;

import org.jspecify.annotations.NullMarked;
