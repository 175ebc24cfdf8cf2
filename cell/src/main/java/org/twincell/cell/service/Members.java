// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.twincell.cell.log.LogMember;
import org.twincell.cell.log.MemberRole;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.MemberInfo.Role;

/**
 * Who the members of a cell are, as its directory line says, which of them this one is, and whether
 * the duty moves by itself.
 *
 * @param cell name of the cell as the directory writes it
 * @param self this member
 * @param all primary, secondary and witness, as far as there are
 * @param automatic a standby takes the duty over by itself; otherwise only an operator moves it
 */
public record Members(String cell, One self, List<One> all, boolean automatic) {
  /** Copies the list. */
  public Members {
    all = List.copyOf(all);
  }

  /**
   * One member.
   *
   * @param name in the replicated log; part of its files, so it follows from the role alone
   * @param address where callers reach it
   */
  public record One(String name, Role role, Address address) {
    private LogMember toLog(int portOffset) {
      MemberRole inLog =
          switch (role) {
            case STAND_ALONE, PRIMARY -> MemberRole.PRIMARY;
            case SECONDARY -> MemberRole.SECONDARY;
            case WITNESS -> MemberRole.WITNESS;
          };
      return new LogMember(name, inLog, address.host(), address.port() + portOffset);
    }

    /** Whether it keeps a store, so that it may have the duty. */
    boolean keepsStore() {
      return role != Role.WITNESS;
    }

    /** For people: {@code secondary SystemB:1828}. */
    public String describe() {
      return role.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + address;
    }
  }

  /**
   * The members of a directory line, seen by the one with this role.
   *
   * @throws IllegalArgumentException when the line has no member with the role; the message says
   *     what to change
   */
  public static Members of(CellEntry entry, Role role) {
    List<One> all = new ArrayList<>();
    if (entry.isPair()) {
      all.add(new One("primary", Role.PRIMARY, entry.primary()));
      entry.secondary().ifPresent(at -> all.add(new One("secondary", Role.SECONDARY, at)));
      entry.witness().ifPresent(at -> all.add(new One("witness", Role.WITNESS, at)));
    } else {
      all.add(new One("primary", Role.STAND_ALONE, entry.primary()));
    }
    One self =
        all.stream()
            .filter(one -> one.role() == role)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(mismatch(entry, role)));
    return new Members(entry.name(), self, all, true);
  }

  /** The same members in manual mode: only {@code mcontrol active} moves the duty. */
  public Members withManualDuty() {
    return new Members(cell, self, all, false);
  }

  private static String mismatch(CellEntry entry, Role role) {
    String line = "the line of cell '" + entry.name() + "' in the directory ";
    if (role == Role.WITNESS) {
      return line + "has no witness. Add a line: witness " + entry.name() + " <key> <host:port>";
    }
    return entry.isPair()
        ? line
            + "has two addresses, so each member needs a role. Set CellDuplicateMode=1 on the"
            + " primary, 2 on the secondary, 3 on the witness"
        : line
            + "has one address, so the cell is alone. Set CellDuplicateMode=0, or add the"
            + " address of the secondary to the line";
  }

  /** The members as the replicated log knows them. */
  public List<LogMember> inLog(int portOffset) {
    return all.stream().map(one -> one.toLog(portOffset)).toList();
  }

  /** The member with this name in the log. */
  Optional<One> named(String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The other member that keeps a store, if there is one. */
  Optional<One> partner() {
    return all.stream().filter(one -> one.keepsStore() && !one.equals(self)).findFirst();
  }

  /** Where the other member that keeps a store listens, if there is one. */
  public Optional<Address> partnerAddress() {
    return partner().map(One::address);
  }

  /** Two members without a witness, which carry on alone when they lose each other. */
  public boolean isPairAlone() {
    return partner().isPresent() && !hasWitness();
  }

  boolean hasWitness() {
    return all.stream().anyMatch(one -> one.role() == Role.WITNESS);
  }

  /** The mode as status answers spell it. */
  public String modeWord() {
    return mode().word();
  }

  /** What decides about a takeover; a cell that is alone has none. */
  Mode mode() {
    if (all.size() == 1) return Mode.STAND_ALONE;
    if (!automatic) return Mode.MANUAL;
    return hasWitness() ? Mode.SAFE : Mode.AVAILABLE;
  }
}
