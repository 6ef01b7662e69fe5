// form[data-autosave]: each change is posted in the background as the form itself would be. The status line says only
// what is known: "saved" is the server's word. Without script the form has its button.

interface Answer {
  saved_at?: string;
  message?: string;
}

const TYPING_PAUSE = 1200;
const LONGEST_WAIT = 30_000;

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

class Saver {
  private changes = 0;
  private sentChanges = 0;
  private running = false;
  private failures = 0;
  private isRefused = false;
  private timer = 0;
  private waiting: (() => void)[] = [];

  constructor(readonly form: HTMLFormElement) {
    form.addEventListener("change", () => this.note(0));
    form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLInputElement && /checkbox|radio/.test(event.target.type)) return;
      this.note(TYPING_PAUSE);
    });
  }

  get isDirty(): boolean {
    return !this.isRefused && (this.running || this.changes > this.sentChanges);
  }

  get hasFailed(): boolean {
    return this.isDirty && this.failures > 0;
  }

  private note(wait: number): void {
    this.changes += 1;
    this.renewId();
    this.isRefused = false;
    this.plan(wait);
  }

  /** Each change is sent under an id of its own; one that has to be sent again keeps it, and is stored once. */
  private renewId(): void {
    const field = this.form.elements.namedItem("client_id");
    if (field instanceof HTMLInputElement) field.value = newId();
  }

  private plan(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  /** Resolves when the server has answered for all that was changed, be it yes or no. */
  settled(): Promise<void> {
    void this.flush();
    return this.isDirty ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve();
  }

  async flush(): Promise<void> {
    if (this.running || !this.isDirty) return;
    clearTimeout(this.timer);
    this.running = true;
    const sent = this.changes;
    if (!this.failures) this.say("saving");
    const verdict = await this.post();
    this.running = false;
    if (verdict === "later") {
      this.failures += 1;
      this.plan(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
      return;
    }
    this.failures = 0;
    this.sentChanges = sent;
    this.isRefused = verdict === "refused";
    if (this.isDirty) return this.plan(0);
    this.waiting.splice(0).forEach((resolve) => resolve());
  }

  private async post(): Promise<"saved" | "refused" | "later"> {
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form) as unknown as Record<string, string>),
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        keepalive: true,
      });
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      if (response.status >= 500 || response.status === 429) {
        this.say("unsaved");
        return "later";
      }
      const answer: Answer = isJson ? await response.json() : {};
      const isSaved = response.ok && isJson;
      this.say(isSaved ? "saved" : "refused", answer.message);
      return isSaved ? "saved" : "refused";
    } catch {
      this.say("unsaved");
      return "later";
    }
  }

  private say(status: "saving" | "saved" | "unsaved" | "refused", message?: string): void {
    const line =
      this.form.querySelector<HTMLElement>("[data-save-status]") ??
      document.querySelector<HTMLElement>("[data-save-status]");
    if (!line) return;
    line.textContent = message ?? line.dataset[status] ?? "";
    line.classList.toggle("success", status === "saved");
    line.classList.toggle("danger", status === "unsaved" || status === "refused");
  }
}

export function autosave(): void {
  const savers = [...document.querySelectorAll<HTMLFormElement>("form[data-autosave]")].map((form) => new Saver(form));
  if (!savers.length) return;
  const flushAll = () => savers.forEach((saver) => void saver.flush());
  addEventListener("online", flushAll);
  addEventListener("pagehide", flushAll);
  document.addEventListener("visibilitychange", flushAll);
  addEventListener("beforeunload", (event) => {
    if (savers.some((saver) => saver.hasFailed)) event.preventDefault();
  });
  // Another form (Finish attempt) waits for the answers that are still on their way.
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const open = savers.filter((saver) => saver.form !== form && saver.isDirty);
    if (!open.length) return;
    event.preventDefault();
    void Promise.all(open.map((saver) => saver.settled())).then(() => form.requestSubmit(event.submitter));
  });
}
