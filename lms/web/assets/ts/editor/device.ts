// Texts on this device that the server does not have yet, in IndexedDB: a database for each person, an entry for each
// window, file and state that the text was written over. Signing out drops the person's database (see ../leaving.ts).
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { databaseOf, tellUnsent } from "../leaving";

export interface Kept {
  course: string;
  file: string;
  base: string;
  window: string;
  text: string;
  at: number;
}

interface Texts extends DBSchema {
  texts: { key: [string, string, string, string]; value: Kept };
}

/** The same after a reload, another in every window. */
function windowId(): string {
  const id = sessionStorage.getItem("window") ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  sessionStorage.setItem("window", id);
  return id;
}

export class Device {
  private readonly window = windowId();
  private database: Promise<IDBPDatabase<Texts>> | undefined;

  constructor(
    readonly person: string,
    readonly course: string,
    readonly file: string,
  ) {}

  private open(): Promise<IDBPDatabase<Texts>> {
    this.database ??= openDB<Texts>(databaseOf(this.person), 1, {
      upgrade: (database) => void database.createObjectStore("texts", { keyPath: ["course", "file", "base", "window"] }),
      // Another window signs out: what is open here may not hold that up.
      blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
      terminated: () => (this.database = undefined),
    });
    return this.database;
  }

  /** Keep a text; false where the device refuses, as in some private windows. */
  async keep(base: string, text: string): Promise<boolean> {
    try {
      const { course, file, window } = this;
      const database = await this.open();
      await database.put("texts", { course, file, base, window, text, at: Date.now() });
      tellUnsent(databaseOf(this.person), await database.count("texts"));
      return true;
    } catch {
      this.database = undefined;
      return false;
    }
  }

  /** The texts of this file that were not sent, the newest first. */
  async list(): Promise<Kept[]> {
    try {
      const range = IDBKeyRange.bound([this.course, this.file], [this.course, this.file, []]);
      const found = await (await this.open()).getAll("texts", range);
      return found.sort((one, other) => other.at - one.at);
    } catch {
      return [];
    }
  }

  /** Forget texts: those of this window, or all those given. */
  async forget(given?: Kept[]): Promise<void> {
    const gone = given ?? (await this.list()).filter((kept) => kept.window === this.window);
    try {
      const database = await this.open();
      await Promise.all(gone.map(({ course, file, base, window }) => database.delete("texts", [course, file, base, window])));
      tellUnsent(databaseOf(this.person), await database.count("texts"));
    } catch {
      this.database = undefined;
    }
  }
}
