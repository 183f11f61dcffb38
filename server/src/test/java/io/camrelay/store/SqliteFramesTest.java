package io.camrelay.store;

import io.camrelay.capture.FramesContract;
import io.camrelay.capture.StoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteFramesTest implements FramesContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
