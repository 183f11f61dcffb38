package io.camrelay.cli;

import io.camrelay.relay.Installation;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Whose budget a command is about. */
final class BudgetOwner {

  @Parameters(
      index = "0",
      paramLabel = "all|profile|device",
      description = "Whose: all devices together, one profile, or one device.")
  private String scope;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The profile's or the device's.")
  private @Nullable String name;

  /** One of its budgets. */
  BudgetKey key(BudgetPeriod period, BudgetUnit unit) {
    return new BudgetKey(scope(), name(), period, unit);
  }

  /** Refuses a profile or a device that is not there: its budget would bound nothing. */
  void check(Installation here) {
    if (scope() == BudgetScope.DEVICE && Stages.await(here.devices().find(name())).isEmpty()) {
      List<String> known =
          Stages.await(here.devices().list()).stream().map(device -> device.name()).toList();
      throw Failure.failed("there is no device " + name() + "; there is " + words(known));
    }
    if (scope() == BudgetScope.PROFILE && Stages.await(here.profiles().find(name())).isEmpty()) {
      List<String> known =
          Stages.await(here.profiles().list()).stream().map(profile -> profile.name()).toList();
      throw Failure.failed("there is no profile " + name() + "; there is " + words(known));
    }
  }

  private BudgetScope scope() {
    return switch (scope) {
      case "all" -> BudgetScope.ALL;
      case "profile" -> BudgetScope.PROFILE;
      case "device" -> BudgetScope.DEVICE;
      default ->
          throw Failure.usage("a budget is of all, profile NAME or device NAME, not " + scope);
    };
  }

  private String name() {
    boolean all = scope() == BudgetScope.ALL;
    if (all && name != null) {
      throw Failure.usage("the budget of all has no name, and not \"" + name + "\"");
    }
    if (!all && (name == null || name.isEmpty())) {
      throw Failure.usage("which " + scope + "? Write: " + scope + " NAME");
    }
    return name == null ? "" : name;
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "none" : Plain.shortLine(String.join(", ", names), 200);
  }
}
