package io.camrelay.protocol;

/**
 * Answers a {@link Ping}.
 *
 * @param nonce the value of the ping
 */
public record Pong(long nonce) implements DeviceMessage, RelayMessage {

  @Override
  public MessageType type() {
    return MessageType.PONG;
  }

  @Override
  public int handle() {
    return 0;
  }
}
