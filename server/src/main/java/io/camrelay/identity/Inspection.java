package io.camrelay.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks through an identity's folder as a doctor would, without touching it. */
final class Inspection {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> WRITING_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final PrivateFolder folder;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  Inspection(PrivateFolder folder, Instant now) {
    this.folder = folder;
    this.now = now;
  }

  List<Finding> findings(Collection<HostName> hosts) {
    if (!folder.exists()) {
      return List.of();
    }
    permissions();
    IdentityFiles.Reading reading = IdentityFiles.read(folder);
    reading.damages().forEach(damage -> findings.add(Finding.error(damage)));
    IdentityFiles files = reading.files();
    if (reading.damages().isEmpty() && !files.nothing()) {
      nextStart(files, hosts);
    }
    dates(files);
    if (!files.nothing() && files.authorityKey() == null && reading.damages().isEmpty()) {
      findings.add(
          Finding.note(
              folder.file(IdentityFiles.AUTHORITY_KEY) + " is not there.",
              "The relay works without it. Put it back when a further host is to be named."));
    }
    return List.copyOf(findings);
  }

  private void permissions() {
    if (!folder.hasPermissions()) {
      findings.add(
          Finding.note(
              "The file system of " + folder.path() + " cannot keep others from reading the keys.",
              "Keep the data folder where only the user who runs the relay can come."));
      return;
    }
    if (isOpenTo(folder.path(), WRITING_OTHERS)) {
      findings.add(
          Finding.warning(
              "Others than its owner can replace files in %s.".formatted(folder.path()),
              "Close it: chmod 700 " + folder.path()));
    }
    for (String name : IdentityFiles.KEYS) {
      Path key = folder.file(name);
      if (isOpenTo(key, OTHERS)) {
        findings.add(
            Finding.warning(
                "The private key %s is open to others than its owner.".formatted(key),
                "Close it: chmod 600 %s (where that has no effect, as on FAT, move the data folder"
                        .formatted(key)
                    + " to another disk). If somebody may have read it, start with a new identity."));
      }
    }
  }

  private static boolean isOpenTo(Path path, Set<PosixFilePermission> permissions) {
    try {
      return Files.exists(path)
          && Files.getPosixFilePermissions(path).stream().anyMatch(permissions::contains);
    } catch (IOException e) {
      // Reading the file itself will say what is wrong.
      return false;
    }
  }

  private void nextStart(IdentityFiles files, Collection<HostName> hosts) {
    try {
      Set<IdentityChange> changes =
          Mending.decide(files, folder, CertificateNames.required(hosts), now);
      if (!changes.isEmpty()) {
        findings.add(
            Finding.note(
                "The identity in %s is incomplete or does not name every host."
                    .formatted(folder.path()),
                "Start the relay again: it makes what is missing, and boards go on trusting it."));
      }
    } catch (IdentityException e) {
      findings.add(Finding.error(e));
    }
  }

  private void dates(IdentityFiles files) {
    X509Certificate authority = files.authority();
    if (authority != null) {
      date(
          IdentityFiles.AUTHORITY_CERTIFICATE,
          authority,
          "Boards check no dates and go on. To renew it, move the folder away, start the relay, and"
              + " flash the boards with the new ca.crt.");
    }
    X509Certificate server = files.server();
    if (server != null) {
      date(
          IdentityFiles.SERVER_CERTIFICATE,
          server,
          "Boards check no dates and go on. Start the relay again to renew it (ca.key must be"
              + " there).");
    }
  }

  private void date(String name, X509Certificate certificate, String remedy) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      findings.add(
          Finding.warning(
              "%s is not valid before %s.".formatted(folder.file(name), begin),
              "Look whether this machine's clock is right. " + remedy));
    } else if (end.isBefore(now)) {
      findings.add(
          Finding.warning("%s has ended on %s.".formatted(folder.file(name), end), remedy));
    } else if (end.isBefore(now.plus(Mending.RENEWAL))) {
      findings.add(Finding.warning("%s ends on %s.".formatted(folder.file(name), end), remedy));
    }
  }
}
