package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "camrelay, DNS, camrelay",
    "Relay.Example.ORG, DNS, relay.example.org",
    "relay.example.org., DNS, relay.example.org",
    "' relay ', DNS, relay",
    "a--b.c, DNS, a--b.c",
    "3com.net, DNS, 3com.net",
    "xn--bcher-kva.example, DNS, xn--bcher-kva.example",
    "192.168.1.20, ADDRESS, 192.168.1.20",
    "::1, ADDRESS, 0:0:0:0:0:0:0:1",
    "[::1], ADDRESS, 0:0:0:0:0:0:0:1",
    "2001:DB8::7, ADDRESS, 2001:db8:0:0:0:0:0:7",
    "2001:db8:0:0::7, ADDRESS, 2001:db8:0:0:0:0:0:7"
  })
  void readsNamesAndAddresses(String written, HostName.Kind kind, String canonical) {
    HostName host = HostName.parse(written);
    assertThat(host.kind()).isEqualTo(kind);
    assertThat(host).hasToString(canonical).isEqualTo(HostName.parse(canonical));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                     | Give a name such as relay.example.org, or an address.
          https://relay          | Give the host alone, without https:// or a path.
          relay:8443             | Give the host alone; the port is set elsewhere.
          192.168.1.20:8443      | Give the host alone; the port is set elsewhere.
          [::1]:8443             | Write it like 2001:db8::7, without a port.
          fe80::1%eth0           | Leave out the % and what follows
          2001:db8::7::1         | Write it like 2001:db8::7
          192.168.1.256          | four numbers from 0 to 255
          192.168.1              | four numbers from 0 to 255
          0.0.0.0                | Give one that clients can connect to.
          ::                     | Give one that clients can connect to.
          224.0.0.1              | Give one that clients can connect to.
          *.example.org          | Wildcards are not supported: name each host.
          bücher.example         | xn--
          my_relay               | 1 to 63 letters, digits and hyphens
          -relay                 | no hyphen first or last
          relay-.org             | no hyphen first or last
          a..b                   | nothing between two dots
          .                      | nothing between two dots
          two words              | 1 to 63 letters, digits and hyphens
          """)
  void saysWhatIsWrongAndWhatToWrite(String written, String remedy) {
    assertThatThrownBy(() -> HostName.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("host \"" + written + "\" ")
        .hasMessageContaining(remedy);
  }

  @Test
  void holdsNamesUpToTheLongestAndNoLonger() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "b".repeat(61));
    assertThat(HostName.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> HostName.parse(longest + "b"))
        .hasMessageContaining("at most 253 characters");
    assertThatThrownBy(() -> HostName.parse("a" + label)).hasMessageContaining("1 to 63 letters");
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 100_000})
  void doesNotRepeatEndlessInput(int length) {
    assertThatThrownBy(() -> HostName.parse("x".repeat(length)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void takesTheMachinesNameAsFarAsACertificateCanSayIt() {
    assertThat(MachineNames.of("raspberrypi"))
        .map(HostName::toString)
        .containsExactly("raspberrypi", "raspberrypi.local");
    assertThat(MachineNames.of("relay.example.org"))
        .map(HostName::toString)
        .containsExactly("relay.example.org");
    assertThat(MachineNames.of("my_pi")).isEmpty();
    assertThat(MachineNames.of("")).isEmpty();
  }
}
