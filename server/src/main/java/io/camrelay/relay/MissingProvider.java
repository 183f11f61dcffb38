package io.camrelay.relay;

import io.camrelay.vision.AnswerListener;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Inquiry;
import io.camrelay.vision.Manner;
import io.camrelay.vision.Pace;
import io.camrelay.vision.Provider;
import io.camrelay.vision.Terms;

/**
 * Stands for a provider that a profile names and the configuration does not have (any more): nobody
 * else is asked in its place, because the operator would not know who is paid.
 *
 * @param name as the profile has it
 */
record MissingProvider(String name) implements Provider {

  @Override
  public String model() {
    return "no model";
  }

  @Override
  public Pace pace() {
    return Pace.UNBOUNDED;
  }

  @Override
  public Terms terms(Manner manner) {
    return new Terms(null, 0);
  }

  @Override
  public Inquiry ask(Ask ask, AnswerListener listener) {
    listener.ended(
        new AttemptResult.Failed(
            Failure.NO_SUCH_MODEL,
            Billing.NO,
            null,
            "the profile names the provider " + name + ", which is not configured",
            Receipt.NONE));
    return () -> {};
  }

  @Override
  public void close() {}
}
