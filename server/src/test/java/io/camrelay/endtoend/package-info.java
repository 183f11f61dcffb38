/**
 * The relay as its users have it: virtual cameras over real TLS, a real database, and a provider
 * that speaks real HTTP, counts what it is asked, and misbehaves on demand.
 */
@NullMarked
package io.camrelay.endtoend;

import org.jspecify.annotations.NullMarked;
