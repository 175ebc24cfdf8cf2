// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.twincell.cell.store.EventStore;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.wire.ClassFile;

/** What questions read: a store as it is after some whole entry. Any thread may use it. */
interface StoreReader {
  /** The newest entry that the store shows. */
  long appliedIndex();

  /** See {@link EventStore#openQuery}. */
  OpenedQuery openQuery(ObjectKind kind, String query, BooleanSupplier giveUp);

  /** See {@link EventStore#readRows}. */
  RowPage readRows(RowRequest request, BooleanSupplier giveUp);

  /** See {@link EventStore#classVersion}. */
  long classVersion();

  /** See {@link EventStore#classFiles}. */
  List<ClassFile> classFiles();

  /** Of a member's own store. */
  static StoreReader of(EventStore store) {
    return new StoreReader() {
      @Override
      public long appliedIndex() {
        return store.appliedIndex();
      }

      @Override
      public OpenedQuery openQuery(ObjectKind kind, String query, BooleanSupplier giveUp) {
        return store.openQuery(kind, query, giveUp);
      }

      @Override
      public RowPage readRows(RowRequest request, BooleanSupplier giveUp) {
        return store.readRows(request, giveUp);
      }

      @Override
      public long classVersion() {
        return store.classVersion();
      }

      @Override
      public List<ClassFile> classFiles() {
        return store.classFiles();
      }
    };
  }
}
