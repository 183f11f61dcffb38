package io.camrelay.dispatch;

import io.camrelay.capture.Capture;
import io.camrelay.vision.Provider;

/** Says which provider is asked next about a capture. Called on the dispatcher's thread. */
@FunctionalInterface
public interface ProviderChoice {

  /**
   * The provider for the capture's next attempt.
   *
   * @param capture what is to be asked about, with the attempts that were made so far
   */
  Provider choose(Capture capture);
}
