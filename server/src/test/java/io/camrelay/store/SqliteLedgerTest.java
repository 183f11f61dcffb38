package io.camrelay.store;

import io.camrelay.capture.LedgerContract;
import io.camrelay.capture.StoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteLedgerTest implements LedgerContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
