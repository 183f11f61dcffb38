/**
 * Who the relay is and how it knows a device: the certificate authority that the boards trust, the
 * server certificate that it signed, the tokens of the devices, and text that must never be shown.
 * A leaf: it needs the JDK and Bouncy Castle and knows neither sockets nor the store, and it logs
 * nothing; what it did or found is returned.
 *
 * <p>Start reading at {@link io.camrelay.identity.IdentityFolder} for certificates, and at {@link
 * io.camrelay.identity.DeviceToken} for tokens.
 */
@NullMarked
package io.camrelay.identity;

import org.jspecify.annotations.NullMarked;
