// Answers on this device that the server has not acknowledged, each under the id that it is sent with: in IndexedDB, else
// in localStorage, else in the page's memory alone. A database for each person; signing out drops it (../leaving.ts).
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { answersOf, tellUnsent } from "../leaving";

export interface Entry {
  client: string;
  attempt: string;
  address: string;
  fields: [string, string][];
  made: number;
  served: string;
  deadline: number | null;
  /** For people, when nothing else helps: the question and the answer in words. */
  asked: string;
  said: string;
  refused?: string;
}

interface Answers extends DBSchema {
  answers: { key: string; value: Entry };
}

interface Place {
  put(entry: Entry): Promise<void>;
  drop(client: string): Promise<void>;
  list(): Promise<Entry[]>;
}

class Indexed implements Place {
  private database: Promise<IDBPDatabase<Answers>> | undefined;

  constructor(readonly name: string) {}

  private open(): Promise<IDBPDatabase<Answers>> {
    this.database ??= openDB<Answers>(this.name, 1, {
      upgrade: (database) => void database.createObjectStore("answers", { keyPath: "client" }),
      // Another tab signs out: what is open here may not hold that up.
      blocking: (_old, _new, event) => {
        (event.target as IDBDatabase).close();
        this.database = undefined;
      },
      terminated: () => (this.database = undefined),
    });
    return this.database;
  }

  async put(entry: Entry): Promise<void> {
    // Strict: on the disk before anybody is told so, whatever becomes of the browser or the power.
    const work = (await this.open()).transaction("answers", "readwrite", { durability: "strict" });
    await Promise.all([work.store.put(entry), work.done]);
  }

  async drop(client: string): Promise<void> {
    await (await this.open()).delete("answers", client);
  }

  async list(): Promise<Entry[]> {
    return (await this.open()).getAll("answers");
  }
}

class Local implements Place {
  constructor(readonly name: string) {}

  async put(entry: Entry): Promise<void> {
    localStorage.setItem(`${this.name}/${entry.client}`, JSON.stringify(entry));
  }

  async drop(client: string): Promise<void> {
    localStorage.removeItem(`${this.name}/${client}`);
  }

  async list(): Promise<Entry[]> {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${this.name}/`));
    return keys.map((key) => JSON.parse(localStorage.getItem(key) ?? "") as Entry);
  }
}

class Memory implements Place {
  private readonly entries = new Map<string, Entry>();

  async put(entry: Entry): Promise<void> {
    this.entries.set(entry.client, entry);
  }

  async drop(client: string): Promise<void> {
    this.entries.delete(client);
  }

  async list(): Promise<Entry[]> {
    return [...this.entries.values()];
  }
}

/** Those that a newer answer to the same question makes needless: it must not count less than they would. */
export function replacedBy(entry: Entry, entries: Entry[]): Entry[] {
  const isInTime = (other: Entry) => entry.deadline === null || other.made <= entry.deadline;
  return entries.filter(
    (other) => other.address === entry.address && other.client !== entry.client && (isInTime(entry) || !isInTime(other)),
  );
}

export class Entries {
  private readonly places: Place[];
  private readonly memory = new Memory();

  constructor(readonly person: string) {
    const name = answersOf(person);
    this.places = [new Indexed(name), new Local(name), this.memory];
  }

  /** Keep an answer, and forget those that it replaces; false where it stands in the page's memory alone. */
  async keep(entry: Entry): Promise<boolean> {
    const older = replacedBy(entry, await this.list());
    let kept: Place = this.memory;
    for (const place of this.places) {
      try {
        await place.put(entry);
        kept = place;
        break;
      } catch {
        // The device refuses this way, as some private windows do; the next one is tried.
      }
    }
    const others = this.places.filter((place) => place !== kept);
    await Promise.all(others.map((place) => place.drop(entry.client).catch(() => undefined)));
    await Promise.all(older.map(({ client }) => this.drop(client)));
    await this.count();
    return kept !== this.memory;
  }

  async drop(client: string): Promise<void> {
    await Promise.all(this.places.map((place) => place.drop(client).catch(() => undefined)));
    await this.count();
  }

  /** All of them in the order in which they were made. */
  async list(): Promise<Entry[]> {
    const all = await Promise.all(this.places.map((place) => place.list().catch(() => [])));
    return all.flat().sort((one, other) => one.made - other.made);
  }

  /** Those of the page's memory would be lost with the page. */
  async inMemory(): Promise<number> {
    return (await this.memory.list()).length;
  }

  /** Remember how many there are, so that signing out can ask. */
  async count(): Promise<void> {
    try {
      tellUnsent(answersOf(this.person), (await this.list()).length);
    } catch {
      // Without localStorage nobody is asked at signing out.
    }
  }
}
