// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.Optional;
import org.twincell.cell.store.EntryMaker;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Outcome;

/** Makes the entries of the log and reads what applying them answered. Any thread may use it. */
interface Entries {
  /** One entry that carries these commands out, in this order. */
  byte[] entry(List<Command> commands);

  /** What to append when this member becomes active, before it answers anything. */
  Optional<byte[]> opening();

  /** What to append when nothing else comes for a while. */
  Optional<byte[]> idle();

  /** One entry that names the designated member of manual mode. */
  byte[] designation(String member);

  /** What became of the commands of an entry, in their order. */
  List<Outcome> outcomes(byte[] result);

  /** Of a member that keeps a store. */
  static Entries of(EntryMaker maker) {
    return new Entries() {
      @Override
      public byte[] entry(List<Command> commands) {
        return maker.entry(commands);
      }

      @Override
      public Optional<byte[]> opening() {
        return maker.opening();
      }

      @Override
      public Optional<byte[]> idle() {
        return maker.idle();
      }

      @Override
      public byte[] designation(String member) {
        return maker.designation(member);
      }

      @Override
      public List<Outcome> outcomes(byte[] result) {
        return maker.outcomes(result);
      }
    };
  }

  /** Of a witness, which is never active and makes none. */
  static Entries none() {
    return new Entries() {
      @Override
      public byte[] entry(List<Command> commands) {
        throw new IllegalStateException("a witness makes no entries");
      }

      @Override
      public Optional<byte[]> opening() {
        return Optional.empty();
      }

      @Override
      public Optional<byte[]> idle() {
        return Optional.empty();
      }

      @Override
      public byte[] designation(String member) {
        throw new IllegalStateException("a witness makes no entries");
      }

      @Override
      public List<Outcome> outcomes(byte[] result) {
        throw new IllegalStateException("a witness makes no entries");
      }
    };
  }
}
