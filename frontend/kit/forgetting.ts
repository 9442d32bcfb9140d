/**
 * On pages on which nobody is signed in: what the last login's scanner knew of things is forgotten, wherever and however
 * that login ended. Scans that wait to be sent stay: they are their person's, and no other login sends them.
 */

import { DATABASE, KNOWN } from "../islands/scanner/names";

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => {
      done(asked.result);
    };
    asked.onerror = () => {
      fail(new Error(String(asked.error)));
    };
  });
}

export async function forgetWhatWasKnown(): Promise<void> {
  const there = await indexedDB.databases();
  if (!there.some((one) => one.name === DATABASE)) return;
  const database = await opened(DATABASE);
  if (database.objectStoreNames.contains(KNOWN))
    database.transaction(KNOWN, "readwrite").objectStore(KNOWN).clear();
  database.close(); // after what was begun is done
}

export function startForgetting(): void {
  if (document.body.dataset.signedOut === undefined || !("indexedDB" in window)) return;
  forgetWhatWasKnown().catch(() => undefined); // a private window keeps nothing
}
