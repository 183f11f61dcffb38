package io.camrelay.protocol;

/**
 * Asks the other side for a sign of life.
 *
 * @param nonce any value; the {@link Pong} carries it back
 */
public record Ping(long nonce) implements DeviceMessage, RelayMessage {

  @Override
  public MessageType type() {
    return MessageType.PING;
  }

  @Override
  public int handle() {
    return 0;
  }
}
