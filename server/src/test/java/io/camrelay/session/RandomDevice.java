package io.camrelay.session;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device that keeps every rule and does at random what they leave open: in which order it
 * uploads, when it acknowledges, what it begins again or gives up.
 */
final class RandomDevice {

  private enum Phase {
    WANTED,
    BEGUN,
    SENT,
    STORED,
    OVER
  }

  /** One capture as the device knows it. */
  private static final class Shot {
    private final long number;
    private final byte[] frame;
    private Phase phase = Phase.WANTED;
    private int handle;
    private int sent;
    private boolean accepted;

    Shot(long number, byte[] frame) {
      this.number = number;
      this.frame = frame;
    }
  }

  /** What has come on one handle. */
  private static final class Coming {
    private final @Nullable Shot shot;
    private long generation;
    private long offset;
    private long acknowledged;
    private boolean ended;

    Coming(@Nullable Shot shot) {
      this.shot = shot;
    }
  }

  private final Random random;
  private final byte[] frame;
  private final Map<Long, Shot> shots = new TreeMap<>();
  private final Map<Integer, Shot> byHandle = new HashMap<>();
  private final Map<Integer, Coming> coming = new TreeMap<>();
  private int nextHandle = 1;
  private boolean welcome;

  /** How often the device was given the end of each capture, by number. */
  private final Map<Long, Integer> ends = new HashMap<>();

  RandomDevice(Random random, byte[] frame) {
    this.random = random;
    this.frame = frame;
  }

  void disconnected() {
    welcome = false;
    nextHandle = 1;
    byHandle.clear();
    coming.clear();
    for (Shot shot : shots.values()) {
      if (shot.phase == Phase.BEGUN || shot.phase == Phase.SENT) {
        shot.phase = Phase.WANTED;
      }
    }
  }

  /** True once each capture that it has begun has come to its end, and that is acknowledged. */
  boolean isDone() {
    return coming.isEmpty() && undone().isEmpty();
  }

  /** Captures that have not come to their end, and where they are. */
  List<String> undone() {
    return shots.values().stream()
        .filter(shot -> shot.phase != Phase.OVER)
        .map(shot -> shot.number + " " + shot.phase)
        .toList();
  }

  /** The capture that the device has bound the handle to last. */
  long number(int handle) {
    return Objects.requireNonNull(byHandle.get(handle)).number;
  }

  Map<Long, Integer> ends() {
    return ends;
  }

  void hear(RelayMessage message) {
    switch (message.type()) {
      case WELCOME -> welcome = true;
      case CAPTURE_ACCEPT -> accepted((CaptureAccept) message);
      case CAPTURE_STORED -> become(message.handle(), Phase.STORED);
      case DEFERRED -> become(message.handle(), Phase.WANTED);
      case ANSWER_BEGIN -> {
        AnswerBegin begin = (AnswerBegin) message;
        coming.put(begin.handle(), new Coming(shots.get(begin.id().number())));
      }
      case ANSWER_TEXT -> heard((AnswerText) message);
      case ANSWER_END -> {
        Coming answer = coming.get(message.handle());
        if (answer != null) {
          answer.generation = ((AnswerEnd) message).generation();
          ended(answer);
        }
      }
      case FAILED -> {
        Coming failure =
            coming.computeIfAbsent(message.handle(), handle -> new Coming(byHandle.get(handle)));
        ended(failure);
      }
      default -> {}
    }
  }

  private void accepted(CaptureAccept accept) {
    Shot shot = byHandle.get(accept.handle());
    if (shot == null) {
      return;
    }
    boolean back = shot.accepted || shot.sent < accept.offset();
    if (back) {
      shot.sent = (int) accept.offset();
      shot.phase = Phase.BEGUN;
    }
    shot.accepted = true;
  }

  private void become(int handle, Phase phase) {
    Shot shot = byHandle.get(handle);
    if (shot != null && shot.phase != Phase.OVER) {
      shot.phase = phase;
    }
  }

  private void heard(AnswerText text) {
    Coming answer = coming.get(text.handle());
    if (answer == null) {
      return;
    }
    if (text.generation() > answer.generation) {
      answer.generation = text.generation();
      answer.acknowledged = 0;
    }
    answer.offset = text.offset() + text.bytes().remaining();
  }

  private void ended(Coming answer) {
    answer.ended = true;
    if (answer.shot != null) {
      ends.merge(answer.shot.number, 1, Integer::sum);
      answer.shot.phase = Phase.OVER;
    }
  }

  /** What it says next; empty where it says nothing. */
  List<DeviceMessage> next(boolean finishing) {
    if (!welcome) {
      return List.of();
    }
    int dice = finishing ? 30 + random.nextInt(70) : random.nextInt(100);
    if (dice < 8) {
      shots.put(shots.size() + 1L, new Shot(shots.size() + 1L, frame));
      return List.of();
    }
    if (dice < 10) {
      return List.of(new Ping(random.nextLong()));
    }
    if (dice < 12 && unfinished() < 4) {
      return pick(Phase.STORED).map(this::begin).orElse(List.of());
    }
    if (dice < 13) {
      return pick(Phase.BEGUN)
          .<List<DeviceMessage>>map(shot -> List.of(new CaptureCancel(shot.handle)))
          .orElse(List.of());
    }
    if (dice < 45 && unfinished() < 4) {
      return pick(Phase.WANTED).map(this::begin).orElse(List.of());
    }
    if (dice < 80) {
      return pick(Phase.BEGUN).map(this::goOn).orElse(List.of());
    }
    return acknowledge();
  }

  private long unfinished() {
    return shots.values().stream()
        .filter(shot -> shot.phase == Phase.BEGUN || shot.phase == Phase.SENT)
        .count();
  }

  private Optional<Shot> pick(Phase phase) {
    List<Shot> some = shots.values().stream().filter(shot -> shot.phase == phase).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
  }

  private List<DeviceMessage> begin(Shot shot) {
    byHandle.values().removeIf(other -> other == shot);
    shot.handle = nextHandle++;
    shot.phase = Phase.BEGUN;
    shot.sent = 0;
    shot.accepted = false;
    byHandle.put(shot.handle, shot);
    return List.of(Says.begin(shot.handle, shot.number, shot.frame));
  }

  private List<DeviceMessage> goOn(Shot shot) {
    if (shot.sent == shot.frame.length) {
      shot.phase = Phase.SENT;
      return List.of(new CaptureEnd(shot.handle, Says.crc(shot.frame)));
    }
    int length = Math.min(1 + random.nextInt(6_000), shot.frame.length - shot.sent);
    DeviceMessage piece =
        new CaptureData(shot.handle, shot.sent, ByteBuffer.wrap(shot.frame, shot.sent, length));
    shot.sent += length;
    return List.of(piece);
  }

  private List<DeviceMessage> acknowledge() {
    List<DeviceMessage> acks = new ArrayList<>();
    for (Map.Entry<Integer, Coming> each : coming.entrySet()) {
      Coming answer = each.getValue();
      if (answer.ended || answer.offset > answer.acknowledged) {
        answer.acknowledged = answer.offset;
        acks.add(new AnswerAck(each.getKey(), answer.generation, answer.offset, answer.ended));
      }
    }
    coming.values().removeIf(answer -> answer.ended);
    return acks;
  }
}
