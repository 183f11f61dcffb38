package io.camrelay.store;

import io.camrelay.capture.QuestionsContract;
import io.camrelay.capture.StoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteQuestionsTest implements QuestionsContract {

  @RegisterExtension final SqliteFixture fixture = new SqliteFixture();

  @Override
  public StoreFixture store() {
    return fixture;
  }
}
