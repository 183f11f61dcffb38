package io.camrelay.store;

import io.camrelay.capture.ProfilesContract;
import io.camrelay.capture.StoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteProfilesTest implements ProfilesContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
