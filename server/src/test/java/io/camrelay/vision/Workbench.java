package io.camrelay.vision;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import okhttp3.Dns;
import okhttp3.Protocol;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Providers and servers of one test; what was opened last is closed first. */
final class Workbench implements AfterEachCallback {

  /** What the providers' clock says. */
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  HttpProvider provider(ProviderSettings settings) {
    return provider(settings, Dns.SYSTEM, ProviderHttp.USUAL_PROTOCOLS);
  }

  HttpProvider provider(String url, Patience patience) {
    return provider(Scenes.patient(Scenes.settings(url), patience));
  }

  HttpProvider provider(ProviderSettings settings, Dns dns, List<Protocol> protocols) {
    ProviderHttp http = new ProviderHttp(settings, dns, protocols);
    HttpProvider provider = new HttpProvider(settings, Clock.fixed(NOW, ZoneOffset.UTC), http);
    open.push(provider);
    return provider;
  }

  ScriptedServer serve(ScriptedServer.Script script) {
    ScriptedServer server = new ScriptedServer(script);
    open.push(server);
    return server;
  }

  /** Has something done before what was opened so far is closed. */
  void atEnd(AutoCloseable task) {
    open.push(task);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
