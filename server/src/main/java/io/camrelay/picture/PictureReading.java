package io.camrelay.picture;

/** What came of {@link PictureReader#read reading a picture}. */
public sealed interface PictureReading {

  /** The two families, to switch on. */
  enum Kind {
    READ,
    UNREADABLE
  }

  Kind kind();

  /** The picture was decoded. */
  record Read(PictureFacts facts) implements PictureReading {

    @Override
    public Kind kind() {
      return Kind.READ;
    }
  }

  /**
   * The picture cannot be decoded here, however often it is tried.
   *
   * @param reason what is wrong, and what to do where something can be done, in whole sentences
   */
  record Unreadable(String reason) implements PictureReading {

    @Override
    public Kind kind() {
      return Kind.UNREADABLE;
    }
  }
}
