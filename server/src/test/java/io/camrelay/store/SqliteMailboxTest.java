package io.camrelay.store;

import io.camrelay.capture.MailboxContract;
import io.camrelay.capture.StoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteMailboxTest implements MailboxContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
