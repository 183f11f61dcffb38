package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":[{\"id\":\"a\"},{\"id\":\"m\",\"shutdown_date\":\"2027-01-14\"}]} | 2027-01-14",
        "{\"data\":[{\"id\":\"m\",\"shutdown_date\":1799884800}]} | 2027-01-14",
        "{\"data\":[{\"id\":\"m\",\"retires_at\":\"2027-01-14T23:00:00Z\"}]} | 2027-01-14",
        "{\"data\":[{\"id\":\"m\",\"expiration_date\":\"2027-01-14\"}]} | 2027-01-14",
        "{\"id\":\"m\",\"shutdown_date\":\"2027-01-14\"} | 2027-01-14",
        "{\"id\":\"m\",\"shutdown_date\":null} | ",
        "{\"id\":\"m\",\"shutdown_date\":\"soon\"} | ",
        "{\"id\":\"m\",\"shutdown_date\":\"99999999999999999999\"} | ",
        "{\"id\":\"m\",\"shutdown_date\":{}} | ",
        "{\"id\":\"m\"} | "
      })
  void findsTheDayOnWhichAModelEnds(String body, @Nullable LocalDate day) {
    assertThat(ModelListing.read(body, "m")).isEqualTo(new ModelListing(true, day));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"data\":[]}", "{\"data\":[{\"id\":\"M\"},{},7,null]}"})
  void saysThatAModelIsNotListed(String body) {
    assertThat(ModelListing.read(body, "m")).isEqualTo(new ModelListing(false, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"id\":\"other\"}", "{\"data\":{}}", "null"})
  void takesNothingElseForAList(String body) {
    assertThat(ModelListing.read(body, "m")).isNull();
  }
}
