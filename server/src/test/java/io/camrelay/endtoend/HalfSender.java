package io.camrelay.endtoend;

import io.camrelay.camera.CameraSettings;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of many cameras of which each sends half a frame and then keeps still, until its
 * standard input ends. A process of its own, so that its memory is not taken for the relay's.
 *
 * <p>Arguments: port, the CA's file, a file with a device and its token on each line.
 */
final class HalfSender {

  static final String READY = "half sent";

  private static final int PIECE = 4_000;

  private HalfSender() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    String caPem = Files.readString(Path.of(arguments[1]));
    byte[] frame = Jpegs.of(TestRelay.FRAME, 1);
    List<RawCamera> cameras = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[2]))) {
      int space = line.indexOf(' ');
      CameraSettings settings =
          CameraSettings.of(
                  "127.0.0.1", port, caPem, line.substring(0, space), line.substring(space + 1))
              .heartbeat(300)
              .build();
      RawCamera camera = RawCamera.connect(settings);
      camera.send(RawCamera.hello(settings, 1));
      camera.send(RawCamera.begin(1, new CaptureId(1, 1), frame));
      for (int offset = 0; offset < frame.length / 2; offset += PIECE) {
        camera.send(
            new DeviceMessage.CaptureData(1, offset, ByteBuffer.wrap(frame, offset, PIECE)));
      }
      cameras.add(camera);
    }
    System.out.println(READY + " by " + cameras.size());
    while (System.in.read() >= 0) {
      // Kept open until the test has seen enough.
    }
  }
}
