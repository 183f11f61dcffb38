package io.camrelay.capture;

import io.camrelay.device.Devices;
import io.camrelay.device.Profiles;
import java.time.Duration;
import java.time.ZoneId;

/**
 * An engine behind the domain's ports, as the contract's tests handle it. It is set up with the
 * bounds that are named here, so that tests can reach them.
 */
public interface StoreFixture {

  int UPLOADS_PER_DEVICE = 4;
  Duration UPLOAD_AGE = Duration.ofDays(1);
  Duration CROWDED_UPLOAD_AGE = Duration.ofMinutes(15);
  int MAILBOX_COUNT = 5;
  Duration MAILBOX_AGE = Duration.ofDays(30);

  /** By whose calendar days and months of spending begin; one with summer time. */
  ZoneId ZONE = ZoneId.of("Europe/Berlin");

  Uploads uploads();

  Asking asking();

  Questions questions();

  Ledger ledger();

  Mailbox mailbox();

  Captures captures();

  Devices devices();

  Profiles profiles();

  /** Closes the store in order and opens it again. */
  void reopen();

  /** The same, and by another calendar. */
  void reopenIn(ZoneId zone);

  /** Opens what a crash at this moment would have left; what is open now is not used any more. */
  void crash();

  /** Another process changes something: adds this device. */
  void addDeviceFromOutside(String name);
}
