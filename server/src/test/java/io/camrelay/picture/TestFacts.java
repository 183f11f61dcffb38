package io.camrelay.picture;

import io.camrelay.picture.PictureFacts.ColourShare;
import java.util.List;

/** Facts of a good photo, to be spoiled by a test one at a time. */
final class TestFacts {

  private static final ColourShare GREY = new ColourShare(NamedColour.GREY, 1);

  int width = 800;
  int height = 600;
  boolean grey;
  double brightness = 110;
  double contrast = 50;
  double sharpness = 500;
  double tooDark;
  double tooBright;
  double darkest = 10;
  double brightest = 240;
  double edgeWidth = 7;
  List<ColourShare> colours = List.of(GREY);
  double damage = PictureFacts.UNDAMAGED;
  Fingerprint fingerprint = new Fingerprint("g".repeat(Fingerprint.SIDE * Fingerprint.SIDE));

  PictureFacts facts() {
    return new PictureFacts(
        width,
        height,
        grey,
        brightness,
        contrast,
        sharpness,
        tooDark,
        tooBright,
        darkest,
        brightest,
        edgeWidth,
        colours,
        damage,
        fingerprint);
  }
}
