package io.camrelay.store;

import io.camrelay.capture.StoreFixture;
import io.camrelay.capture.UploadsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteUploadsTest implements UploadsContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
