package io.camrelay.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProfileBookTest {

  private static final ProfileSettings CONFIGURED =
      new ProfileSettings(
          Map.of(
              ProfileKey.CHAIN, "openai",
              ProfileKey.QUESTION, "What is it?",
              ProfileKey.DEADLINE, "2m"));

  private final Shelf shelf = new Shelf();
  private final ProfileBook book = new ProfileBook(shelf, CONFIGURED);

  @AfterEach
  void close() {
    book.close();
  }

  private static ProfileSnapshot asks(String question, long revision) {
    Profile profile =
        new Profile("default", revision, ProfileSettings.NONE.with(ProfileKey.QUESTION, question));
    return new ProfileSnapshot(Map.of("default", profile), Map.of());
  }

  private void open(ProfileSnapshot first) {
    CompletionStage<?> opened = book.open();
    shelf.answer(first);
    assertThat(opened.toCompletableFuture()).isCompleted();
  }

  @Test
  void knowsTheProfilesOnceItIsOpen() {
    assertThat(book.of("porch").question()).isEqualTo("What is it?");

    open(asks("One?", 1));

    assertThat(book.of("porch").question()).isEqualTo("One?");
    assertThat(book.named("default").orElseThrow().revision()).isEqualTo(1);
    assertThat(book.named("garden")).isEmpty();
  }

  @Test
  void tellsOfAChangeByOthersWhatWasAndWhatIs() {
    List<String> heard = new ArrayList<>();
    open(asks("One?", 1));
    book.onChange(
        (before, after) ->
            heard.add(before.apply("porch").question() + " " + after.apply("porch").question()));

    shelf.changed();
    shelf.answer(asks("Two?", 2));
    shelf.changed();
    shelf.answer(asks("Two?", 2));

    assertThat(heard).as("the second change was of something else").containsExactly("One? Two?");
  }

  @Test
  void readsOnceMoreWhereSomethingChangedWhileItRead() {
    open(asks("One?", 1));

    shelf.changed();
    shelf.changed();
    shelf.changed();
    assertThat(shelf.readings()).as("one at a time").isEqualTo(1);
    shelf.answer(asks("Two?", 2));
    assertThat(shelf.readings()).isEqualTo(1);
    shelf.answer(asks("Three?", 3));

    assertThat(shelf.readings()).isZero();
    assertThat(book.of("porch").question()).isEqualTo("Three?");
  }

  @Test
  void keepsWhatItKnowsAndReadsAgainWhereTheStoreCannotBeRead() {
    open(asks("One?", 1));

    shelf.changed();
    shelf.fail();
    assertThat(book.of("porch").question()).isEqualTo("One?");
    await().atMost(Duration.ofSeconds(10)).until(() -> shelf.readings() == 1);
    shelf.answer(asks("Two?", 2));

    assertThat(book.of("porch").question()).isEqualTo("Two?");
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() {
    List<Long> heard = new ArrayList<>();
    open(asks("One?", 1));
    book.onChange(
        (before, after) -> {
          throw new IllegalStateException("a listener's own mistake");
        });
    book.onChange((before, after) -> heard.add(after.apply("porch").revision()));

    shelf.changed();
    shelf.answer(asks("Two?", 2));

    assertThat(heard).containsExactly(2L);
  }

  @Test
  void readsNothingMoreOnceItIsClosed() {
    open(asks("One?", 1));

    book.close();
    shelf.changed();

    assertThat(shelf.readings()).isZero();
  }

  /** A store that answers when the test says so. */
  private static final class Shelf implements Profiles {

    private final ArrayDeque<CompletableFuture<ProfileSnapshot>> reading = new ArrayDeque<>();
    private Runnable listener = () -> {};

    void changed() {
      listener.run();
    }

    synchronized int readings() {
      return reading.size();
    }

    void answer(ProfileSnapshot snapshot) {
      next().complete(snapshot);
    }

    void fail() {
      next().completeExceptionally(new IllegalStateException("busy"));
    }

    private synchronized CompletableFuture<ProfileSnapshot> next() {
      return reading.remove();
    }

    @Override
    public synchronized CompletionStage<ProfileSnapshot> snapshot() {
      CompletableFuture<ProfileSnapshot> asked = new CompletableFuture<>();
      reading.add(asked);
      return asked;
    }

    @Override
    public void onForeignChange(Runnable heard) {
      listener = heard;
    }

    @Override
    public CompletionStage<Optional<Profile>> find(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Profile>> list() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<ProfileChange>> history(String name, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Profile> change(
        String name, UnaryOperator<ProfileSettings> change, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Removed> remove(String name, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Assigned> assign(String device, String profile, Instant now) {
      throw new UnsupportedOperationException();
    }
  }
}
