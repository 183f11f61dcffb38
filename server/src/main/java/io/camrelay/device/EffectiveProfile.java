package io.camrelay.device;

import io.camrelay.picture.Detail;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.picture.GateRules;
import io.camrelay.protocol.ProfileData;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device is really asked with: its profile over the default one over the configuration, and
 * what is usual where none of them says anything.
 *
 * @param name the profile's
 * @param revision the latest change of all that went into it; name and revision together say for
 *     ever what it was
 * @param chain the providers that are asked, in this order; one at least
 * @param cheaperChain those that are asked instead once a budget's threshold is passed; empty for
 *     none
 * @param question what is asked where a press brings none
 * @param systemPrompt what the model is told first; null for the provider's own
 * @param language the language of the answer; empty for that of the question
 * @param answerTokens the most tokens of an answer; null for the provider's own
 * @param temperature null for the provider's own
 * @param effort how long the model may reason; null for the provider's own
 * @param detail how closely it looks; null for the provider's own
 * @param schema the form of the answer, a JSON object; empty for free text
 * @param deadline from STORED to the end
 * @param gate what is done about a picture that may not be worth its price
 * @param fit whether the picture is reduced to what the model will use anyway
 * @param fitQuality the JPEG quality of a reduced picture, 10 to 100
 * @param overlap whether the request starts while the picture arrives; never where it is reduced
 * @param frameSize the sensor's frame size; empty for the device's own
 * @param quality the sensor's JPEG quality, 0 to 63; {@link ProfileData#OWN_QUALITY} for its own
 * @param interval time-lapse; zero for none
 * @param flash whether the LED lights for a photo
 */
public record EffectiveProfile(
    String name,
    long revision,
    List<String> chain,
    List<String> cheaperChain,
    String question,
    @Nullable String systemPrompt,
    String language,
    @Nullable Integer answerTokens,
    @Nullable Temperature temperature,
    @Nullable String effort,
    @Nullable Detail detail,
    String schema,
    Duration deadline,
    GateRules gate,
    boolean fit,
    int fitQuality,
    boolean overlap,
    String frameSize,
    int quality,
    Duration interval,
    boolean flash) {

  private static final long MAX_U32 = 0xFFFF_FFFFL;

  /**
   * What settings come to.
   *
   * @param set chain, question and deadline must be among them: the configuration has them
   */
  static EffectiveProfile of(String name, long revision, ProfileSettings set) {
    ProfileSettings all = set.over(ProfileSettings.USUAL);
    boolean fit = sure(ProfileKey.PREPARE, all.fit());
    int quality = sure(ProfileKey.QUALITY, all.quality());
    return new EffectiveProfile(
        name,
        revision,
        sure(ProfileKey.CHAIN, all.chain()),
        sure(ProfileKey.CHEAPER_CHAIN, all.cheaperChain()),
        sure(ProfileKey.QUESTION, all.question()),
        all.systemPrompt(),
        sure(ProfileKey.LANGUAGE, all.language()),
        all.answerTokens(),
        all.temperature(),
        all.effort(),
        all.detail(),
        sure(ProfileKey.SCHEMA, all.schema()),
        sure(ProfileKey.DEADLINE, all.deadline()),
        gate(all),
        fit,
        sure(ProfileKey.FIT_QUALITY, all.fitQuality()),
        sure(ProfileKey.OVERLAP, all.overlap()) && !fit,
        sure(ProfileKey.FRAME_SIZE, all.frameSize()),
        quality < 0 ? ProfileData.OWN_QUALITY : quality,
        sure(ProfileKey.INTERVAL, all.interval()),
        sure(ProfileKey.FLASH, all.flash()));
  }

  /** What the device itself is told of it. */
  public ProfileData forDevice() {
    return new ProfileData(
        Math.min(revision, MAX_U32), frameSize, quality, interval.toSeconds(), flash, question);
  }

  private static GateRules gate(ProfileSettings all) {
    return GateRules.DEFAULT
        .with(GateCheck.DAMAGED, gate(all, ProfileKey.GATE_DAMAGED))
        .with(GateCheck.BLACK, gate(all, ProfileKey.GATE_BLACK))
        .with(GateCheck.WHITE, gate(all, ProfileKey.GATE_WHITE))
        .with(GateCheck.BLURRED, gate(all, ProfileKey.GATE_BLURRED))
        .with(GateCheck.SAME, gate(all, ProfileKey.GATE_SAME));
  }

  private static GateAction gate(ProfileSettings all, ProfileKey check) {
    return sure(check, all.gate(check));
  }

  private static <T> T sure(ProfileKey key, @Nullable T set) {
    if (set == null) {
      throw new IllegalArgumentException("nothing says what " + key.word() + " is");
    }
    return set;
  }
}
