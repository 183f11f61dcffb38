package io.camrelay.camera;

import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.CaptureNow;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Profile;
import io.camrelay.protocol.RelayMessage.Reboot;
import io.camrelay.protocol.RelayMessage.Token;
import io.camrelay.protocol.Trigger;

/** What the relay's operator wants of the camera: section 14 of the specification. */
final class Orders {

  private final CameraMemory memory;
  private final CameraListener listener;

  /** When the camera is to start anew, at the earliest. */
  private long rebootAt = Long.MAX_VALUE;

  /** The profile's interval; 0 for none. */
  private long intervalMillis;

  /** When the interval wants the next photo. */
  private long photoAt = Long.MAX_VALUE;

  Orders(CameraMemory memory, CameraListener listener) {
    this.memory = memory;
    this.listener = listener;
  }

  void received(RelayMessage message, long now) {
    switch (message.type()) {
      case PROFILE -> {
        ProfileData profile = ((Profile) message).profile();
        apply(profile, now);
        listener.heard(new CameraEvent.Profile(profile));
      }
      case CAPTURE_NOW ->
          listener.heard(
              new CameraEvent.PhotoWanted(Trigger.REMOTE, ((CaptureNow) message).question()));
      case NOTICE -> {
        Notice notice = (Notice) message;
        listener.heard(new CameraEvent.Notice(notice.level(), notice.text()));
      }
      case TOKEN -> {
        memory.keepToken(((Token) message).token());
        listener.heard(new CameraEvent.TokenChanged());
      }
      case REBOOT -> {
        long delay = ((Reboot) message).delayMillis();
        rebootAt = now + delay;
        listener.heard(new CameraEvent.Reboot(delay));
      }
      default -> throw new IllegalArgumentException(message.type() + " is no order");
    }
  }

  /** Acts on a profile, be it a new one or WELCOME's. */
  void apply(ProfileData profile, long now) {
    long millis = profile.intervalSeconds() * 1_000;
    if (millis != intervalMillis) {
      intervalMillis = millis;
      photoAt = millis == 0 ? Long.MAX_VALUE : now + millis;
    }
  }

  /** Asks for a photo when the interval has passed. */
  void wantPhoto(long now) {
    if (now >= photoAt) {
      photoAt = now + intervalMillis;
      listener.heard(new CameraEvent.PhotoWanted(Trigger.TIMER, ""));
    }
  }

  /** True, once, when it is time to start anew. */
  boolean takeReboot(long now) {
    if (now < rebootAt) {
      return false;
    }
    rebootAt = Long.MAX_VALUE;
    return true;
  }

  /** When the camera is to start anew, at the earliest; never where nobody wants it. */
  long rebootAt() {
    return rebootAt;
  }

  /** When the interval wants the next photo; never where there is none. */
  long photoAt() {
    return photoAt;
  }
}
