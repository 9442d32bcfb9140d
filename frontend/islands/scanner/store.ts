/** What the phone keeps while there is no network: scans that wait for the server, and what it knew of things. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Answer, Known, Scan } from "./contract";
import { DATABASE } from "./names";

export interface Entry {
  client_id: string;
  /** Login name of who scanned: nobody else's login may send it. */
  person: string;
  title: string;
  scan: Scan;
  answer: Answer | null;
}

export interface Store {
  entries(): Promise<Entry[]>;
  keep(entry: Entry): Promise<void>;
  forget(client_id: string): Promise<void>;
  known(person: string): Promise<Known | null>;
  /** What another person's login knew is forgotten with it. */
  know(known: Known): Promise<void>;
}

interface ScannerSchema extends DBSchema {
  outbox: { key: string; value: Entry };
  known: { key: string; value: Known };
}

/** The browser's own database; it stays over reloads and while the phone is off. */
export class PhoneStore implements Store {
  private constructor(private readonly database: IDBPDatabase<ScannerSchema>) {}

  static async open(): Promise<PhoneStore> {
    const database = await openDB<ScannerSchema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("outbox", { keyPath: "client_id" });
        fresh.createObjectStore("known", { keyPath: "person" });
      },
    });
    return new PhoneStore(database);
  }

  async entries(): Promise<Entry[]> {
    return this.database.getAll("outbox");
  }

  async keep(entry: Entry): Promise<void> {
    await this.database.put("outbox", entry);
  }

  async forget(client_id: string): Promise<void> {
    await this.database.delete("outbox", client_id);
  }

  async known(person: string): Promise<Known | null> {
    return (await this.database.get("known", person)) ?? null;
  }

  async know(known: Known): Promise<void> {
    const change = this.database.transaction("known", "readwrite");
    await change.store.clear();
    await change.store.put(known);
    await change.done;
  }
}

/** The same in memory, for browsers that keep nothing (private windows) and for tests. */
export class MemoryStore implements Store {
  private readonly kept = new Map<string, Entry>();
  private knowing: Known | null = null;

  entries(): Promise<Entry[]> {
    return Promise.resolve([...this.kept.values()]);
  }

  keep(entry: Entry): Promise<void> {
    this.kept.set(entry.client_id, structuredClone(entry));
    return Promise.resolve();
  }

  forget(client_id: string): Promise<void> {
    this.kept.delete(client_id);
    return Promise.resolve();
  }

  known(person: string): Promise<Known | null> {
    return Promise.resolve(this.knowing?.person === person ? this.knowing : null);
  }

  know(known: Known): Promise<void> {
    this.knowing = known;
    return Promise.resolve();
  }
}
