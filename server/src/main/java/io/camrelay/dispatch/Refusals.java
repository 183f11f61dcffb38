package io.camrelay.dispatch;

import io.camrelay.capture.Asking.Begun;
import io.camrelay.capture.Ending;
import io.camrelay.vision.Provider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whom the budgets forbid to ask about one capture. */
final class Refusals {

  private record Refusal(String model, Begun.Refused why) {}

  private final Map<String, Refusal> byProvider = new LinkedHashMap<>();

  void add(Provider provider, Begun.Refused why) {
    byProvider.put(provider.name(), new Refusal(provider.model(), why));
  }

  Set<String> providers() {
    return byProvider.keySet();
  }

  /** How the capture ends where nobody else is left: by the refusal of whom it was to ask first. */
  Optional<Ending.Failure> first(Instant now) {
    return byProvider.values().stream()
        .findFirst()
        .map(it -> Explanation.budget(it.why().whose(), it.why().why(), it.model(), now));
  }
}
