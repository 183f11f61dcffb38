/**
 * The domain's ports over SQLite: one data folder with one database file. A single thread owns the
 * write connection and commits what all devices have waiting in one transaction; readers see what
 * is committed, in short transactions.
 *
 * <p>Start reading at {@link io.camrelay.store.SqliteStore}, which opens the folder and hands out
 * the ports; then {@code Writer}, where durability is made, and {@code V1__captures.sql}.
 */
@NullMarked
package io.camrelay.store;

import org.jspecify.annotations.NullMarked;
