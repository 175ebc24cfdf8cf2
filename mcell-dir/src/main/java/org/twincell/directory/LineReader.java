// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_LINE_CHARS;
import static org.twincell.directory.DirectoryLimits.MAX_NAME_CHARS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one line at a time, and tells every problem that a line has in itself. */
final class LineReader {
  private static final int NAME = 1;
  private static final int KEY = 2;
  private static final int FIRST_ADDRESS = 3;
  private static final int LEAST_PORT_OF_A_FORGOTTEN_KEY = 1000;
  private static final String FORM = "<type> <name> <key> <host>:<port>";

  private final ProblemList problems;

  LineReader(ProblemList problems) {
    this.problems = problems;
  }

  /** The fields of the line; absent, and told, when the line is too long. */
  Optional<LineFields> fields(int number, String text) {
    if (text.length() <= MAX_LINE_CHARS) return Optional.of(LineFields.of(text));
    problems.add(
        number,
        MAX_LINE_CHARS + 1,
        "the line has " + text.length() + " characters (at most " + MAX_LINE_CHARS + " are read)",
        "Write one entry per line, and break long comments into several lines.");
    return Optional.empty();
  }

  /** The entry of a line that has fields; absent when it has a problem, which is then told. */
  Optional<EntryLine> entry(int number, LineFields fields) {
    int before = problems.count();
    Optional<EntryKind> kind = kind(fields.field(0));
    if (kind.isEmpty()) {
      tellUnknownType(number, fields);
      return Optional.empty();
    }
    String gatewayType = kind.get() == EntryKind.GATEWAY ? gatewayType(number, fields) : "";
    checkName(number, fields);
    checkKey(number, kind.get(), fields);
    List<Address> addresses = addresses(number, kind.get(), gatewayType, fields);
    if (problems.count() > before) return Optional.empty();
    String name = fields.field(NAME);
    return Optional.of(
        new EntryLine(
            kind.get(),
            gatewayType,
            name,
            EntryLine.nameKey(name),
            new EntryKey(fields.field(KEY)),
            addresses,
            place(number, fields)));
  }

  static Optional<EntryKind> kind(String typeField) {
    for (EntryKind kind : EntryKind.ALL) {
      if (kind.isTypeOf(typeField)) return Optional.of(kind);
    }
    return Optional.empty();
  }

  private static EntryLine.Place place(int number, LineFields fields) {
    return new EntryLine.Place(
        number, fields.column(NAME), fields.column(KEY), fields.column(FIRST_ADDRESS));
  }

  private void tellUnknownType(int number, LineFields fields) {
    String type = fields.field(0);
    String mend =
        NearestWord.to(type, List.of("cell", "admin", "witness", "gateway", "gateway.imcomm"))
            .map(near -> "Write " + (near.equals("gateway") ? "gateway.<type>" : near) + ".")
            .orElse("Write " + FORM + ", or # in front of a comment.");
    problems.add(
        number,
        fields.column(0),
        "type "
            + Quoted.of(type)
            + " is not known (a line starts with cell, gateway.<type>, admin or witness)",
        mend);
  }

  private String gatewayType(int number, LineFields fields) {
    String type = fields.field(0).substring("gateway.".length());
    if (!EntryKind.isName(type)) {
      problems.add(
          number,
          fields.column(0),
          "type " + Quoted.of(fields.field(0)) + " does not name a type of gateway" + nameRule(),
          "Write gateway.<type>, for example gateway.imcomm.");
    }
    return type;
  }

  private void checkName(int number, LineFields fields) {
    if (fields.count() <= NAME || EntryKind.isName(fields.field(NAME))) return;
    problems.add(
        number,
        fields.column(NAME),
        "name " + Quoted.of(fields.field(NAME)) + " is not usable" + nameRule(),
        "Write a name like Alphonse or cell_1 there; the order is " + FORM + ".");
  }

  private static String nameRule() {
    return " (a name has letters, digits and '_', after the first also '-' and '.', and at most "
        + MAX_NAME_CHARS
        + " characters)";
  }

  private void checkKey(int number, EntryKind kind, LineFields fields) {
    if (fields.count() <= KEY) return;
    String key = fields.field(KEY);
    String wrong = EntryKey.whatIsWrongWith(key);
    if (!wrong.isEmpty()) {
      tellKey(number, fields, "is not usable (a key " + wrong + ")", "Write another key.");
    } else if (kind == EntryKind.ADMIN && !AdminEntry.isCredentials(key)) {
      tellKey(
          number,
          fields,
          "is not usable (the key of an admin is UserID/Password or 0)",
          "Write the user's name, a slash and the password, or 0.");
    } else if (kind != EntryKind.ADMIN && looksLikeAddress(key)) {
      tellKey(
          number,
          fields,
          "looks like an address (the key stands between the name and the address)",
          "Put the key in front of the address; the order is " + FORM + ".");
    }
  }

  /**
   * A forgotten key would else be read as: the primary's address is the key. Small ports do not
   * count, because one in a thousand random keys in base 64 ends like {@code /7}.
   */
  private static boolean looksLikeAddress(String key) {
    if (key.indexOf(':') < 0 && key.indexOf('/') < 0) return false;
    AddressText read = AddressText.of(key);
    return read.wrong().isEmpty() && read.port() >= LEAST_PORT_OF_A_FORGOTTEN_KEY;
  }

  private void tellKey(int number, LineFields fields, String what, String mend) {
    problems.add(number, fields.column(KEY), "the key of " + subject(fields) + " " + what, mend);
  }

  private List<Address> addresses(
      int number, EntryKind kind, String gatewayType, LineFields fields) {
    if (fields.count() <= FIRST_ADDRESS) {
      tellMissing(number, kind, fields);
      return List.of();
    }
    List<Address> addresses = new ArrayList<>(2);
    int last = Math.min(fields.count(), FIRST_ADDRESS + kind.maxAddresses());
    for (int i = FIRST_ADDRESS; i < last; i++) {
      AddressText read = AddressText.of(fields.field(i));
      if (read.wrong().isEmpty()) addresses.add(read.address(kind.defaultPort(gatewayType)));
      else tellAddress(number, i, read, fields);
    }
    if (fields.count() > last) tellTooMany(number, kind, last, fields);
    if (addresses.size() == 2) checkDistinct(number, addresses, fields);
    return addresses;
  }

  private void tellMissing(int number, EntryKind kind, LineFields fields) {
    String missing = List.of("type", "name", "key", "address").get(fields.count());
    String hint = fields.hasComment() ? "; a field that starts with # begins a comment" : "";
    problems.add(
        number,
        fields.commentStart() + 1,
        "the line ends before the "
            + missing
            + " (a line is "
            + FORM.replace("<type>", typeForm(kind))
            + hint
            + ")",
        "Add the " + missing + ", for example: " + example(kind) + ".");
  }

  private static String typeForm(EntryKind kind) {
    return kind == EntryKind.GATEWAY ? "gateway.<type>" : kind.word();
  }

  private static String example(EntryKind kind) {
    return switch (kind) {
      case CELL -> "cell Alphonse <key> SystemA:1828 SystemB:1828";
      case GATEWAY -> "gateway.imcomm IIWSGatewayServer <key> System1:1859";
      case ADMIN -> "admin ias1 <UserID>/<Password> SystemA:3084";
      case WITNESS -> "witness Alphonse <key> System1:1828";
    };
  }

  private void tellAddress(int number, int index, AddressText read, LineFields fields) {
    String field = fields.field(index);
    String mend =
        field.indexOf(',') >= 0
            ? "Separate two addresses by a space."
            : "Write host:port or host/port, for example " + example(read) + ".";
    problems.add(
        number,
        fields.column(index),
        "address "
            + Quoted.of(field)
            + " of "
            + subject(fields)
            + " is not usable ("
            + read.wrong()
            + ")",
        mend);
  }

  private static String example(AddressText read) {
    boolean hostIsFine = AddressText.whatIsWrongWithHost(read.host()).isEmpty();
    return new Address(hostIsFine ? read.host() : "SystemA", EntryKind.CELL_PORT).toString();
  }

  private void tellTooMany(int number, EntryKind kind, int first, LineFields fields) {
    boolean one = kind.maxAddresses() == 1;
    problems.add(
        number,
        fields.column(first),
        subject(fields)
            + " has "
            + (fields.count() - FIRST_ADDRESS)
            + " addresses ("
            + (one ? "a witness has one" : "there is a primary and at most a secondary")
            + ")",
        "Keep "
            + (one ? "one address" : "two addresses")
            + ", and put # in front of a comment at the end of a line.");
  }

  private void checkDistinct(int number, List<Address> addresses, LineFields fields) {
    if (!addresses.get(0).isSamePlaceAs(addresses.get(1))) return;
    problems.add(
        number,
        fields.column(FIRST_ADDRESS + 1),
        "both addresses of " + subject(fields) + " are " + addresses.get(0) + " (a pair has two)",
        "Write the secondary's own address, or leave the second one out.");
  }

  private static String subject(LineFields fields) {
    return Quoted.of(fields.field(NAME));
  }
}
