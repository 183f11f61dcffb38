package io.camrelay.cli;

import io.camrelay.camera.Pressed;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.json.JsonWriter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets cameras press and counts what comes of it. Cameras report on their own threads. */
final class SimulationReport {

  private static final double MEDIAN = 0.5;
  private static final double ALMOST_ALL = 0.99;

  private final int cameras;
  private final int presses;
  private final long started = System.nanoTime();
  private final CountDownLatch running;

  // All below: guarded by this.

  private final long[] storedMillis;
  private final long[] answeredMillis;
  private final Map<String, Integer> failures = new TreeMap<>();
  private int stored;
  private int answered;
  private int failed;

  SimulationReport(int cameras, int presses) {
    this.cameras = cameras;
    this.presses = presses;
    this.running = new CountDownLatch(cameras);
    this.storedMillis = new long[cameras * presses];
    this.answeredMillis = new long[cameras * presses];
  }

  /** Connects the camera and has it press until it is done. */
  void begin(VirtualCamera camera, byte[] photo) {
    camera
        .connect()
        .whenComplete(
            (welcome, problem) -> {
              if (problem != null) {
                lost("not connected", presses);
                running.countDown();
              } else {
                press(camera, photo, presses);
              }
            });
  }

  private void press(VirtualCamera camera, byte[] photo, int left) {
    if (left == 0) {
      running.countDown();
      return;
    }
    long pressed = System.nanoTime();
    Pressed press = camera.press(photo, "");
    press.stored().thenRun(() -> wasStored(millisSince(pressed)));
    press
        .reply()
        .whenComplete(
            (reply, problem) -> {
              if (reply instanceof Reply.Failed failure) {
                lost(failure.code().word(), 1);
              } else if (problem != null) {
                lost("no reply", 1);
              } else {
                wasAnswered(millisSince(pressed));
              }
              press(camera, photo, left - 1);
            });
  }

  /** Waits for a while; true once every camera is done. */
  boolean awaitEnd(Duration atMost) {
    try {
      return running.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** One line, while it runs. */
  synchronized String progress() {
    return "%d of %d stored, %d answered, %d failed"
        .formatted(stored, cameras * presses, answered, failed);
  }

  synchronized boolean allAnswered() {
    return answered == cameras * presses;
  }

  synchronized void print(PrintWriter out) {
    double seconds = millisSince(started) / 1e3;
    out.println("cameras        " + cameras);
    out.println("captures       " + cameras * presses);
    out.println("answered       " + answered);
    out.println("failed         " + failed + (failures.isEmpty() ? "" : " " + failures));
    out.println("time           %.1f s, %.1f captures/s".formatted(seconds, answered / seconds));
    out.println("press → STORED " + quantiles(storedMillis, stored));
    out.println("press → answer " + quantiles(answeredMillis, answered));
  }

  synchronized void write(JsonWriter writer) {
    writer.beginObject();
    writer.name("cameras").value(cameras);
    writer.name("captures").value((long) cameras * presses);
    writer.name("answered").value(answered);
    writer.name("failed").value(failed);
    writer.name("failures").beginObject();
    failures.forEach((code, count) -> writer.name(code).value((long) count));
    writer.endObject();
    writer.name("seconds").value(millisSince(started) / 1e3);
    writer.name("stored_ms_p50").value(quantile(storedMillis, stored, MEDIAN));
    writer.name("stored_ms_p99").value(quantile(storedMillis, stored, ALMOST_ALL));
    writer.name("answer_ms_p50").value(quantile(answeredMillis, answered, MEDIAN));
    writer.name("answer_ms_p99").value(quantile(answeredMillis, answered, ALMOST_ALL));
    writer.endObject();
  }

  private synchronized void wasStored(long millis) {
    storedMillis[stored++] = millis;
  }

  private synchronized void wasAnswered(long millis) {
    answeredMillis[answered++] = millis;
  }

  private synchronized void lost(String why, int captures) {
    failed += captures;
    failures.merge(why, captures, Integer::sum);
  }

  private static String quantiles(long[] millis, int count) {
    return count == 0
        ? "-"
        : "median %d ms, 99 %% within %d ms"
            .formatted(quantile(millis, count, MEDIAN), quantile(millis, count, ALMOST_ALL));
  }

  private static long quantile(long[] millis, int count, double share) {
    if (count == 0) {
      return -1;
    }
    long[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) Math.ceil(share * count) - 1)];
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
