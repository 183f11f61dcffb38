/**
 * JPEG arithmetic: whether the bytes of a frame are a whole and harmless JPEG, judged while they
 * arrive, and what can be told about a picture without asking a model. A leaf of the relay: it
 * knows the JDK alone, and nothing here logs, waits or keeps state beyond the one frame it looks
 * at.
 *
 * <p>Start reading at {@link io.camrelay.picture.JpegScan}, the check that every upload runs
 * through, then at {@link io.camrelay.picture.PictureReader}, which decodes a stored frame and
 * tells the {@link io.camrelay.picture.PictureFacts} of it.
 */
@NullMarked
package io.camrelay.picture;

import org.jspecify.annotations.NullMarked;
