package io.camrelay.picture;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.zip.CRC32;

/** What came of {@link PictureFit#to fitting a picture}. */
public sealed interface Fit {

  /** The three families, to switch on. */
  enum Kind {
    FITTED,
    AS_IT_IS,
    UNREADABLE
  }

  Kind kind();

  /** A smaller picture was made. It is held in memory, and can be sent as any frame can. */
  final class Fitted implements Fit, FrameSource {

    private final byte[] jpeg;
    private final int width;
    private final int height;

    Fitted(byte[] jpeg, int width, int height) {
      this.jpeg = jpeg;
      this.width = width;
      this.height = height;
    }

    @Override
    public Kind kind() {
      return Kind.FITTED;
    }

    /** In pixels. */
    public int width() {
      return width;
    }

    /** In pixels. */
    public int height() {
      return height;
    }

    @Override
    public int length() {
      return jpeg.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(jpeg);
    }

    /** The CRC-32 of all its bytes. */
    public long crc32() {
      CRC32 crc = new CRC32();
      crc.update(jpeg);
      return crc.getValue();
    }
  }

  /** The picture is no larger than asked for: the frame itself is to be sent. */
  record AsItIs() implements Fit {

    @Override
    public Kind kind() {
      return Kind.AS_IT_IS;
    }
  }

  /**
   * The picture cannot be decoded here, however often it is tried.
   *
   * @param reason what is wrong, and what to do where something can be done, in whole sentences
   */
  record Unreadable(String reason) implements Fit {

    @Override
    public Kind kind() {
      return Kind.UNREADABLE;
    }
  }
}
