// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;
import java.util.Optional;

/**
 * An administration server. Its key is {@code UserID/Password}, or {@code 0} for none.
 *
 * @param name the server's name as written
 * @param key the credentials as written, or {@code 0}
 * @param addresses one address, or two of a server that has a stand-in
 * @param line the line of the entry, from 1; 0 when it does not come from a file
 */
public record AdminEntry(String name, EntryKey key, List<Address> addresses, int line)
    implements DirectoryEntry {
  /** The port of an administration server whose address names none. */
  public static final int DEFAULT_PORT = EntryKind.ADMIN_PORT;

  /**
   * @throws IllegalArgumentException for a name that cannot stand in a file, for no or more than
   *     two addresses, and for a key that is neither {@code 0} nor {@code UserID/Password}
   */
  public AdminEntry {
    EntryKind.ADMIN.check(name, addresses);
    addresses = List.copyOf(addresses);
    if (!isCredentials(key.text())) {
      throw new IllegalArgumentException("the key of an admin is UserID/Password or 0");
    }
  }

  static boolean isCredentials(String keyText) {
    int slash = keyText.indexOf('/');
    return keyText.equals(EntryKey.PLAIN_TEXT) || (slash > 0 && slash < keyText.length() - 1);
  }

  /** Who logs in; absent when the key is {@code 0}. */
  public Optional<String> userId() {
    return credential(0, key.text().indexOf('/'));
  }

  /** The password; absent when the key is {@code 0}. Never print it. */
  public Optional<String> password() {
    return credential(key.text().indexOf('/') + 1, key.text().length());
  }

  private Optional<String> credential(int from, int to) {
    if (key.kind() == EntryKey.Kind.PLAIN) return Optional.empty();
    return Optional.of(key.text().substring(from, to));
  }
}
