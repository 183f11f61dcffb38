package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camrelay.protocol.DeviceMessage.Log;
import io.camrelay.protocol.DeviceMessage.Status;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.LogLevel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeviceLinesTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("device.log");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(lines);
    lines.start();
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> heard() {
    List<String> heard =
        lines.list.stream()
            .map(line -> line.getLevel() + " " + line.getFormattedMessage())
            .toList();
    lines.list.clear();
    return heard;
  }

  @Test
  void writesWhatADeviceSaysOnOneLineThatNamesIt() {
    DeviceLines device = new DeviceLines("porch", 60, 0);
    device.log(new Log(LogLevel.WARN, 1_234, "heap low\r\nERROR forged \u001b[31m"), 0);
    assertThat(heard())
        .containsExactly(
            "WARN device=porch uptime_ms=1234 heap low\\u000d\\u000aERROR forged \\u001b[31m");
  }

  @Test
  void writesHowADeviceIsAndAQuestionMarkForWhatItDoesNotKnow() {
    DeviceLines device = new DeviceLines("porch", 60, 0);
    device.status(new Status(FlightRecord.UNKNOWN, 2, 1), 0);
    assertThat(heard())
        .containsExactly(
            "INFO status device=porch heap=? block=? psram=? rssi=? uptime=? stalls=? queued=2"
                + " dropped=1");
  }

  @Test
  void leavesLinesOutBeyondTheBoundAndSaysHowMany() {
    DeviceLines device = new DeviceLines("porch", 60, 0);
    Log line = new Log(LogLevel.INFO, 0, "again");
    for (int i = 0; i < DeviceLines.AT_ONCE + 5; i++) {
      device.log(line, 0);
    }
    assertThat(heard()).hasSize(DeviceLines.AT_ONCE);
    device.log(line, Duration.ofSeconds(1).toNanos());
    assertThat(heard())
        .containsExactly(
            "WARN lines suppressed device=porch count=5", "INFO device=porch uptime_ms=0 again");
  }

  @Test
  void tellsOfLinesThatWereLeftOutWhenTheSessionEnds() {
    Desk desk = new Desk();
    TestLink link = desk.enter();
    for (int i = 0; i < DeviceLines.AT_ONCE + 2; i++) {
      link.say(new Log(LogLevel.DEBUG, 0, "again"));
    }
    link.cut();
    assertThat(heard()).last().isEqualTo("WARN lines suppressed device=porch count=2");
    assertThat(link.heard()).as("a device is told nothing of it").isEmpty();
  }
}
