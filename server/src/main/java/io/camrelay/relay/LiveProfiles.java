package io.camrelay.relay;

import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileBook;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.session.SessionInfo;
import io.camrelay.session.SessionRegistry;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells devices that are connected when the operator has set something else for them. */
final class LiveProfiles implements ProfileBook.Listener {

  private static final Logger log = LoggerFactory.getLogger(LiveProfiles.class);

  private final SessionRegistry sessions;

  LiveProfiles(SessionRegistry sessions) {
    this.sessions = sessions;
  }

  /** A session that comes in meanwhile was given the profile that is valid now in its WELCOME. */
  @Override
  public void changed(
      Function<String, EffectiveProfile> before, Function<String, EffectiveProfile> after) {
    for (SessionInfo session : sessions.sessions()) {
      EffectiveProfile now = after.apply(session.device());
      ProfileData data = now.forDevice();
      if (data.equals(before.apply(session.device()).forDevice())) {
        continue;
      }
      boolean told = sessions.tell(session.device(), new RelayMessage.Profile(data));
      log.info(
          "profile changed device={} profile={} revision={} told={}",
          session.device(),
          now.name(),
          now.revision(),
          told);
    }
  }
}
