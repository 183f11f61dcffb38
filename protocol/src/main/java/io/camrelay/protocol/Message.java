package io.camrelay.protocol;

/**
 * One unit on the wire: an eight-byte header and a payload of at most {@link Limits#MAX_PAYLOAD}
 * bytes. What a device may send is a {@link DeviceMessage}, what the relay may send a {@link
 * RelayMessage}; {@link Ping} and {@link Pong} go both ways.
 *
 * <p>The records check nothing that the codec checks: a message that was read is within every bound
 * of {@link Limits}, and the writer refuses to write one that is not. Only a device's question is
 * left to the session, see {@link DeviceMessage#isGoodQuestion}.
 */
public sealed interface Message permits DeviceMessage, RelayMessage {

  /** The type, as the header's first byte names it. */
  MessageType type();

  /**
   * What the message is about: 0 is the connection itself, any other value stands for one capture
   * within this connection. The device binds handles below {@link Limits#RELAY_HANDLES}, the relay
   * those from there on.
   */
  int handle();
}
