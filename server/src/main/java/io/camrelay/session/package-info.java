/**
 * Live sessions: who is connected, uploads on their way in, answers on their way out.
 *
 * <p>What is decided is decided without clock, store or socket: {@link
 * io.camrelay.session.ConnectionState}, {@link io.camrelay.session.Heartbeat}, {@link
 * io.camrelay.session.UploadState} and {@link io.camrelay.session.Courier} take events and return
 * what is to be done. {@link io.camrelay.session.Session} and its parts do it, all on the thread of
 * the connection's {@link io.camrelay.session.Link}.
 *
 * <p>Start reading at {@link io.camrelay.session.Session}; {@link io.camrelay.session.Sessions}
 * makes them.
 */
@NullMarked
package io.camrelay.session;

import org.jspecify.annotations.NullMarked;
