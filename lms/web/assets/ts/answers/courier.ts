// Brings the answers of this device to the server, one after the other in the order in which they were made. Of several
// tabs one sends at a time; the id of an answer makes a second send harmless all the same.
import { answersOf } from "../leaving";
import type { Entries, Entry } from "./entries";

export type Place = "device" | "memory" | "server" | "refused" | "forgotten";

/** What became of one answer, told to every tab. */
export interface News {
  address: string;
  client: string;
  place: Place;
  isAnswer: boolean;
  message: string;
}

export type Trouble = "" | "offline" | "signedOut";

interface Verdict {
  kind: "stored" | "refused" | "signedOut" | "later";
  message: string;
}

const LONGEST_WAIT = 30_000;
const PATIENCE = 20_000;
const LARGEST_TO_OUTLIVE = 60_000;

/** How long to wait after so many failures; spread, for a whole room comes back online at once. */
export function waitAfter(failures: number, chance: number): number {
  return Math.min(1000 * 2 ** failures, LONGEST_WAIT) * (0.75 + chance / 2);
}

export class Courier {
  trouble: Trouble = "";
  private failures = 0;
  private timer = 0;
  private running: Promise<void> | undefined;
  private isWanted = false;
  private readonly channel: BroadcastChannel | undefined;
  private readonly listeners: ((news: News) => void)[] = [];
  private readonly watchers: (() => void)[] = [];

  constructor(
    readonly entries: Entries,
    readonly token: string,
  ) {
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(answersOf(entries.person));
      this.channel.onmessage = (event: MessageEvent<News>) => this.listeners.forEach((listen) => listen(event.data));
    }
    const retry = () => void this.send();
    addEventListener("online", retry);
    addEventListener("focus", retry);
    document.addEventListener("visibilitychange", retry);
  }

  /** Be told what becomes of each answer, in whichever tab. */
  onNews(listen: (news: News) => void): void {
    this.listeners.push(listen);
  }

  /** Be told when a round of sending is over. */
  onRest(watch: () => void): void {
    this.watchers.push(watch);
  }

  tell(entry: Entry, place: Place, message = ""): void {
    const news = { address: entry.address, client: entry.client, place, isAnswer: entry.said !== "", message };
    this.listeners.forEach((listen) => listen(news));
    this.channel?.postMessage(news);
  }

  /** Send what there is; resolves when there is no more, or when it does not go on for now. */
  send(): Promise<void> {
    clearTimeout(this.timer);
    this.isWanted = true;
    this.running ??= this.run();
    return this.running;
  }

  /** Send after a pause, which each call begins anew. */
  plan(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async run(): Promise<void> {
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.alone(() => this.sendAll());
      }
    } finally {
      // At once: whoever wants a round after the last look begins a new one.
      this.running = undefined;
    }
    this.watchers.forEach((watch) => watch());
  }

  private async alone(work: () => Promise<void>): Promise<void> {
    if (!navigator.locks) return work();
    await navigator.locks.request(answersOf(this.entries.person), work);
  }

  private async sendAll(): Promise<void> {
    for (;;) {
      // Read anew each time: another tab may have sent it, and a newer answer may have taken its place.
      const entry = (await this.entries.list()).find(({ refused }) => refused === undefined);
      if (!entry) {
        this.failures = 0;
        this.trouble = "";
        return;
      }
      if (!(await this.settle(entry, await this.post(entry)))) return;
    }
  }

  /** Note what the server said; false where sending has to wait. */
  private async settle(entry: Entry, verdict: Verdict): Promise<boolean> {
    if (verdict.kind === "later" || verdict.kind === "signedOut") {
      this.failures += 1;
      this.trouble = verdict.kind === "later" ? "offline" : "signedOut";
      this.plan(waitAfter(this.failures, Math.random()));
      return false;
    }
    this.failures = 0;
    this.trouble = "";
    if (verdict.kind === "stored") await this.entries.drop(entry.client);
    else await this.entries.keep({ ...entry, refused: verdict.message });
    this.tell(entry, verdict.kind === "stored" ? "server" : "refused", verdict.message);
    return true;
  }

  private async post(entry: Entry): Promise<Verdict> {
    const { client, made, served, fields } = entry;
    const body = new URLSearchParams(fields);
    const more = { csrf_token: this.token, client_id: client, made: String(Math.round(made)), served };
    Object.entries(more).forEach(([name, value]) => body.set(name, value));
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(entry.address, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        // The page may be left meanwhile; the browser lets no larger body outlive it.
        keepalive: body.toString().length < LARGEST_TO_OUTLIVE,
        signal: stop.signal,
      });
      return await read(answer);
    } catch {
      return { kind: "later", message: "" };
    } finally {
      clearTimeout(timer);
    }
  }
}

async function read(answer: Response): Promise<Verdict> {
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return { kind: "later", message: "" };
  // 400: the page's token is of a session that is over.
  if (answer.status === 401 || answer.status === 400) return { kind: "signedOut", message: "" };
  // Something on the way, such as the sign-in page of a hotel's network, has answered instead of the server.
  if (!answer.headers.get("content-type")?.includes("json")) return { kind: "later", message: "" };
  const said = (await answer.json()) as { message?: string; is_stored?: boolean };
  return { kind: said.is_stored ? "stored" : "refused", message: said.message ?? "" };
}
