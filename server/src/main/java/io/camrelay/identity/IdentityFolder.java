package io.camrelay.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the relay's identity lives: {@code ca.crt} and {@code ca.key}, the authority
 * that boards trust; {@code server.crt} and {@code server.key}, what the relay shows them. All are
 * PEM and readable by their owner only. The authority is made once and never replaced; the server's
 * certificate follows the hosts by which the relay is to be known.
 */
public final class IdentityFolder {

  private final PrivateFolder folder;
  private final Clock clock;
  private final Supplier<List<HostName>> machineNames;

  /**
   * @param folder need not exist; its file system is used as it is
   * @param clock says when certificates begin and end
   */
  public IdentityFolder(Path folder, Clock clock) {
    this(folder, clock, MachineNames::find);
  }

  IdentityFolder(Path folder, Clock clock, Supplier<List<HostName>> machineNames) {
    this.folder = new PrivateFolder(folder);
    this.clock = clock;
    this.machineNames = machineNames;
  }

  /** Where the authority's certificate lies, for messages and for the maker to copy. */
  public Path authorityFile() {
    return folder.file(IdentityFiles.AUTHORITY_CERTIFICATE);
  }

  /**
   * Opens the identity, and makes what is missing: all of it in an empty folder; a new server
   * certificate by the same authority where the one that is there does not name a host or ends
   * within {@link Mending#RENEWAL}, and its names are kept. Whatever a crash has left of an earlier
   * try is completed. Nothing is written where nothing has to change, so the folder may be
   * read-only then.
   *
   * @param hosts by which clients know the relay, beside {@code camrelay}, {@code localhost}, the
   *     loopback addresses and the machine's own name, which are always named
   * @throws IdentityException if a file is damaged, the files contradict each other, or the folder
   *     cannot be used; no key is ever overwritten
   */
  public RelayIdentity open(Collection<HostName> hosts) throws IdentityException {
    Set<HostName> required = CertificateNames.required(hosts);
    try {
      IdentityFiles files = read();
      if (isComplete(files, required)) {
        return identity(files, List.of());
      }
      folder.create();
      return folder.locked(() -> mended(read(), required));
    } catch (IdentityException e) {
      throw e;
    } catch (IOException e) {
      throw new IdentityException(
          "The identity in %s could not be completed (%s).".formatted(folder.path(), e),
          "Look whether the folder can be written by the user who runs the relay and its disk has"
              + " room. What was there before is unharmed.",
          e);
    }
  }

  /**
   * What an operator should know about the identity as it lies there. Changes nothing.
   *
   * @param hosts as for {@link #open}
   * @return empty if all is well, or if there is no identity yet
   */
  public List<Finding> inspect(Collection<HostName> hosts) {
    return new Inspection(folder, clock.instant()).findings(hosts);
  }

  private IdentityFiles read() throws IdentityException {
    IdentityFiles.Reading reading = IdentityFiles.read(folder);
    if (!reading.damages().isEmpty()) {
      throw reading.damages().get(0);
    }
    return reading.files();
  }

  /** Read without the lock, files may contradict each other because another relay is at work. */
  private boolean isComplete(IdentityFiles files, Set<HostName> required) {
    try {
      return Mending.decide(files, folder, required, clock.instant()).isEmpty();
    } catch (IdentityException e) {
      return false;
    }
  }

  private RelayIdentity mended(IdentityFiles files, Set<HostName> required) throws IOException {
    Instant now = clock.instant();
    Set<IdentityChange> changes = Mending.decide(files, folder, required, now);
    IdentityFiles current = files;
    for (IdentityChange change : changes) {
      current =
          switch (change) {
            case AUTHORITY_CREATED -> withNewAuthority(current, now);
            case AUTHORITY_CERTIFICATE_RESTORED -> withAuthorityRestored(current, now);
            case SERVER_KEY_CREATED -> withNewServerKey(current);
            case SERVER_CERTIFICATE_ISSUED -> withNewServerCertificate(current, required, now);
          };
    }
    return identity(current, List.copyOf(changes));
  }

  private IdentityFiles withNewAuthority(IdentityFiles files, Instant now) throws IOException {
    KeyPair key = EcKeys.generate();
    folder.writeNew(IdentityFiles.AUTHORITY_KEY, Pem.of(key.getPrivate()));
    return withAuthority(files, key, CertificateIssuer.authority(key, now));
  }

  private IdentityFiles withAuthorityRestored(IdentityFiles files, Instant now) throws IOException {
    X509Certificate chained = Mending.chainedAuthority(files);
    KeyPair key = files.authorityKey();
    return withAuthority(
        files, key, chained == null ? CertificateIssuer.authority(present(key), now) : chained);
  }

  private IdentityFiles withAuthority(
      IdentityFiles files, @Nullable KeyPair key, X509Certificate authority) throws IOException {
    folder.writeNew(IdentityFiles.AUTHORITY_CERTIFICATE, Pem.of(List.of(authority)));
    return new IdentityFiles(key, authority, files.serverKey(), files.serverChain());
  }

  private IdentityFiles withNewServerKey(IdentityFiles files) throws IOException {
    KeyPair key = EcKeys.generate();
    folder.writeNew(IdentityFiles.SERVER_KEY, Pem.of(key.getPrivate()));
    return new IdentityFiles(files.authorityKey(), files.authority(), key, files.serverChain());
  }

  /** The key stays: a certificate can be replaced in one step, a pair of two files cannot. */
  private IdentityFiles withNewServerCertificate(
      IdentityFiles files, Set<HostName> required, Instant now) throws IOException {
    X509Certificate authority = present(files.authority());
    X509Certificate before = files.server();
    List<HostName> old = before == null ? List.of() : CertificateNames.of(before);
    X509Certificate server =
        CertificateIssuer.server(
            present(files.serverKey()).getPublic(),
            CertificateNames.forNew(required, machineNames.get(), old),
            authority,
            present(files.authorityKey()).getPrivate(),
            now);
    List<X509Certificate> chain = List.of(server, authority);
    folder.replace(IdentityFiles.SERVER_CERTIFICATE, Pem.of(chain));
    return new IdentityFiles(files.authorityKey(), authority, files.serverKey(), chain);
  }

  private static RelayIdentity identity(IdentityFiles files, List<IdentityChange> changes) {
    X509Certificate server = present(files.server());
    return new RelayIdentity(
        present(files.authority()),
        server,
        present(files.serverKey()).getPrivate(),
        CertificateNames.of(server),
        changes);
  }

  /** What {@link Mending} has found to be there, or has had made by now. */
  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("an identity that was mended lacks a part");
    }
    return value;
  }
}
