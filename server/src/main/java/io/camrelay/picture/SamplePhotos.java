package io.camrelay.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The photos that come with the relay, for a demonstration without a camera: 1600x1200 baseline
 * JPEGs of 100 to 300 KB, as an OV2640 sends them. They were rendered; {@code src/main/samples} has
 * the scenes.
 */
public final class SamplePhotos {

  private static final List<SamplePhoto> ALL =
      List.of(
          new SamplePhoto("gate", "Is the garden gate open or closed?"),
          new SamplePhoto("meter", "What does the water meter read, in cubic metres?"),
          new SamplePhoto("doorstep", "Has a parcel been left at the door, and who is beside it?"));

  private SamplePhotos() {}

  /** All of them, always in the same order. */
  public static List<SamplePhoto> all() {
    return ALL;
  }

  /**
   * One photo.
   *
   * @param name lower-case letters, also the file's name without {@code .jpg}
   * @param question what somebody might ask about it
   */
  public record SamplePhoto(String name, String question) {

    /** The frame as the camera would send it; a new array each time. */
    public byte[] bytes() {
      String file = "/io/camrelay/samples/" + name + ".jpg";
      try (InputStream in = SamplePhotos.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("the relay's own jar lacks " + file + ": build it again");
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file + " from the relay's own jar", e);
      }
    }
  }
}
