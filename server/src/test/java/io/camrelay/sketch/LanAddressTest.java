package io.camrelay.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanAddressTest {

  @Test
  void prefersThePrivateAddressThatLeadsOut() throws Exception {
    assertThat(
            LanAddress.sorted(
                List.of(
                    own("eth1", "198.51.100.7"),
                    own("eth0", "10.1.2.3"),
                    own("wlan0", "192.168.1.20")),
                InetAddress.getByName("192.168.1.20")))
        .containsExactly("192.168.1.20", "10.1.2.3", "198.51.100.7");
  }

  @Test
  void prefersAPrivateAddressToAPublicOneThatLeadsOut() throws Exception {
    assertThat(
            LanAddress.sorted(
                List.of(own("eth0", "198.51.100.7"), own("eth1", "172.16.0.5")),
                InetAddress.getByName("198.51.100.7")))
        .containsExactly("172.16.0.5", "198.51.100.7");
  }

  @Test
  void leavesOutWhatNoCameraCanReach() throws Exception {
    assertThat(
            LanAddress.sorted(
                List.of(
                    own("docker0", "172.17.0.1"),
                    own("br-3f0a", "172.18.0.1"),
                    own("veth12ab", "172.19.0.1"),
                    own("lo", "127.0.0.1"),
                    own("usb0", "169.254.3.4")),
                null))
        .isEmpty();
  }

  @Test
  void findsWhatThisMachineHasWithoutAskingAnybody() throws Exception {
    assertThat(LanAddress.find()).doesNotContain("127.0.0.1").doesNotHaveDuplicates();
  }

  private static LanAddress.Own own(String network, String address) throws IOException {
    return new LanAddress.Own(network, (Inet4Address) InetAddress.getByName(address));
  }
}
