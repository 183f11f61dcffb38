package io.camrelay.camera;

import io.camrelay.bounds.Bounds;
import io.camrelay.protocol.Ability;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Limits;
import java.time.Duration;

/**
 * What a virtual camera is flashed with. Begin with {@link #of}, which makes a camera like the
 * board, and change what differs.
 *
 * @param host where the relay is: a name or an address
 * @param port the relay's device port
 * @param caPem the certificate of the relay's CA, in PEM; nothing else is trusted
 * @param relayName the DNS name that the relay's certificate must carry
 * @param device the device's name
 * @param token its secret; a newer one in the {@link CameraMemory} comes before it
 * @param charset what its monitor can show
 * @param answerBuffer bytes of answer that it takes unread, {@link Limits#MIN_ANSWER_BUFFER} or
 *     more
 * @param heartbeat seconds, {@link Limits#MIN_HEARTBEAT} to {@link Limits#MAX_HEARTBEAT}
 * @param tls12Only offers nothing newer than TLS 1.2, as the board does
 * @param dataMessage bytes of one CAPTURE_DATA on the wire, its header included, {@link
 *     #MIN_DATA_MESSAGE} to {@link #MAX_DATA_MESSAGE}
 * @param uploadsAtOnce how many frames may be on their way alternately, 1 or more
 * @param outbox how many captures may be unfinished before a press is dropped, 1 or more
 * @param firstBackoff the wait after the first failed try to connect
 * @param longestBackoff the longest such wait
 * @param statusEvery how often STATUS is sent; zero for never
 * @param firmware name and version of its software
 * @param board what it runs on
 * @param abilities a set of {@link Ability} bits
 */
public record CameraSettings(
    String host,
    int port,
    String caPem,
    String relayName,
    String device,
    String token,
    Charset charset,
    int answerBuffer,
    int heartbeat,
    boolean tls12Only,
    int dataMessage,
    int uploadsAtOnce,
    int outbox,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration statusEvery,
    String firmware,
    String board,
    int abilities) {

  /** The name that every relay's certificate carries beside its others. */
  public static final String RELAY_NAME = "camrelay";

  /** A piece as the board writes it: what its TCP send buffer takes in one go. */
  public static final int BOARD_DATA_MESSAGE = 4_096;

  /** CAPTURE_DATA's header and offset. */
  static final int DATA_OVERHEAD = Limits.HEADER + Limits.MAX_PAYLOAD - Limits.MAX_DATA;

  /** One byte of frame a message. */
  public static final int MIN_DATA_MESSAGE = DATA_OVERHEAD + 1;

  /** As much as a message holds. */
  public static final int MAX_DATA_MESSAGE = DATA_OVERHEAD + Limits.MAX_DATA;

  private static final int ANSWER_BUFFER = 4_096;
  private static final int HEARTBEAT = 30;
  private static final int OUTBOX = 16;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration STATUS_EVERY = Duration.ofMinutes(1);

  /** Checks every bound. */
  public CameraSettings {
    Bounds.check("port", port, 1, 0xFFFF);
    Bounds.check("answerBuffer", answerBuffer, Limits.MIN_ANSWER_BUFFER, Integer.MAX_VALUE);
    Bounds.check("heartbeat", heartbeat, Limits.MIN_HEARTBEAT, Limits.MAX_HEARTBEAT);
    Bounds.check("dataMessage", dataMessage, MIN_DATA_MESSAGE, MAX_DATA_MESSAGE);
    Bounds.check("uploadsAtOnce", uploadsAtOnce, 1, 0xFF);
    Bounds.check("outbox", outbox, 1, Integer.MAX_VALUE);
    if (firstBackoff.isNegative() || firstBackoff.isZero()) {
      throw new IllegalArgumentException("firstBackoff must be longer than zero");
    }
    if (longestBackoff.compareTo(firstBackoff) < 0) {
      throw new IllegalArgumentException("longestBackoff must not be shorter than firstBackoff");
    }
  }

  /** A camera like the board: 4 KB pieces, one upload at a time, a heartbeat of 30 seconds. */
  public static Builder of(String host, int port, String caPem, String device, String token) {
    return new Builder(host, port, caPem, device, token);
  }

  /** The same camera, to be changed in some points. */
  public Builder change() {
    return new Builder(this);
  }

  /** Bytes of frame in one CAPTURE_DATA. */
  int piece() {
    return dataMessage - DATA_OVERHEAD;
  }

  /** Leaves the token out: settings are logged. */
  @Override
  public String toString() {
    return "CameraSettings[%s at %s:%d]".formatted(device, host, port);
  }

  /** Settings in the making; each method is named for the component that it sets. */
  public static final class Builder {

    private String host;
    private int port;
    private final String caPem;
    private String relayName = RELAY_NAME;
    private String device;
    private String token;
    private Charset charset = Charset.UTF_8;
    private int answerBuffer = ANSWER_BUFFER;
    private int heartbeat = HEARTBEAT;
    private boolean tls12Only;
    private int dataMessage = BOARD_DATA_MESSAGE;
    private int uploadsAtOnce = 1;
    private int outbox = OUTBOX;
    private Duration firstBackoff = FIRST_BACKOFF;
    private Duration longestBackoff = LONGEST_BACKOFF;
    private Duration statusEvery = STATUS_EVERY;
    private String firmware = "camrelay-virtual/1";
    private String board = "virtual";
    private int abilities =
        Ability.set(
            Ability.CAPTURE_NOW, Ability.REBOOT, Ability.NOTICE, Ability.TOKEN, Ability.PROFILE);

    private Builder(String host, int port, String caPem, String device, String token) {
      this.host = host;
      this.port = port;
      this.caPem = caPem;
      this.device = device;
      this.token = token;
    }

    private Builder(CameraSettings from) {
      this.host = from.host;
      this.port = from.port;
      this.caPem = from.caPem;
      this.relayName = from.relayName;
      this.device = from.device;
      this.token = from.token;
      this.charset = from.charset;
      this.answerBuffer = from.answerBuffer;
      this.heartbeat = from.heartbeat;
      this.tls12Only = from.tls12Only;
      this.dataMessage = from.dataMessage;
      this.uploadsAtOnce = from.uploadsAtOnce;
      this.outbox = from.outbox;
      this.firstBackoff = from.firstBackoff;
      this.longestBackoff = from.longestBackoff;
      this.statusEvery = from.statusEvery;
      this.firmware = from.firmware;
      this.board = from.board;
      this.abilities = from.abilities;
    }

    public Builder host(String host) {
      this.host = host;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder relayName(String relayName) {
      this.relayName = relayName;
      return this;
    }

    public Builder device(String device) {
      this.device = device;
      return this;
    }

    public Builder token(String token) {
      this.token = token;
      return this;
    }

    public Builder charset(Charset charset) {
      this.charset = charset;
      return this;
    }

    public Builder answerBuffer(int answerBuffer) {
      this.answerBuffer = answerBuffer;
      return this;
    }

    public Builder heartbeat(int heartbeat) {
      this.heartbeat = heartbeat;
      return this;
    }

    public Builder tls12Only() {
      this.tls12Only = true;
      return this;
    }

    public Builder dataMessage(int dataMessage) {
      this.dataMessage = dataMessage;
      return this;
    }

    public Builder uploadsAtOnce(int uploadsAtOnce) {
      this.uploadsAtOnce = uploadsAtOnce;
      return this;
    }

    public Builder outbox(int outbox) {
      this.outbox = outbox;
      return this;
    }

    public Builder statusEvery(Duration statusEvery) {
      this.statusEvery = statusEvery;
      return this;
    }

    public Builder firmware(String firmware) {
      this.firmware = firmware;
      return this;
    }

    public Builder board(String board) {
      this.board = board;
      return this;
    }

    public Builder abilities(int abilities) {
      this.abilities = abilities;
      return this;
    }

    /** Both bounds of the wait between tries to connect. */
    public Builder backoff(Duration first, Duration longest) {
      this.firstBackoff = first;
      this.longestBackoff = longest;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its bounds; the text says which
     */
    public CameraSettings build() {
      return new CameraSettings(
          host,
          port,
          caPem,
          relayName,
          device,
          token,
          charset,
          answerBuffer,
          heartbeat,
          tls12Only,
          dataMessage,
          uploadsAtOnce,
          outbox,
          firstBackoff,
          longestBackoff,
          statusEvery,
          firmware,
          board,
          abilities);
    }
  }
}
