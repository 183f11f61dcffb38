package io.camrelay.cli;

import io.camrelay.sketch.SketchFolder;
import java.io.PrintWriter;
import java.util.List;

/**
 * A sketch that was written.
 *
 * @param host where its camera finds the relay
 * @param others further addresses of this machine that it could have been
 * @param port the device port
 */
record WrittenSketch(SketchFolder folder, String host, List<String> others, int port) {

  /** Says what there is, and what the maker does next. */
  void tell(PrintWriter out) {
    out.println("sketch  " + folder.path());
    out.println("token   in " + folder.settings().getFileName() + ", which nobody else may read");
    out.println("relay   " + host + " port " + port + ", checked as the name camrelay");
    if (!others.isEmpty()) {
      out.println("        this machine is also " + String.join(", ", others) + ": see --host");
    }
    if (host.startsWith("127.") || host.equals("localhost")) {
      out.println(
          "        which only this machine itself can reach: see --host and listen.address");
    }
    out.println();
    out.println("Next:");
    if (!folder.knowsWifi()) {
      out.println(
          "  - Write the name and the password of your Wi-Fi into Settings.h; or flash first,");
      out.println("    and type on the serial monitor: wifi NAME PASSWORD");
    }
    out.println("  - Arduino IDE: open " + folder.main().getFileName() + ", choose the board");
    out.println("    XIAO_ESP32S3 and Tools > PSRAM > OPI PSRAM, then Upload.");
    out.println("    PlatformIO: pio run -t upload in that folder. See docs/firmware/.");
    out.println("  - Start the relay (camrelay serve), open the serial monitor, touch the pad.");
  }
}
