// Every change goes to the device first and to the server after a pause; the line below the text says only what is known.
import type { Device, Kept } from "./device";
import type { Server, Verdict } from "./server";
import type { Surface } from "./surface";

const DEVICE_PAUSE = 250;
const SERVER_PAUSE = 2000;
const LONGEST_WAIT = 30_000;

type Status = "device" | "server" | "offline" | "unsaved" | "signedOut" | "refused" | "conflict";

export class Saver {
  private seen: string;
  private sent: string;
  private isOnDevice = true;
  private isSending = false;
  private isStopped = false;
  private failures = 0;
  private deviceTimer = 0;
  private serverTimer = 0;

  constructor(
    readonly server: Server,
    readonly device: Device,
    readonly current: () => Surface,
  ) {
    this.seen = server.field("seen").value;
    this.sent = this.text;
    const retry = () => void this.flush();
    addEventListener("online", retry);
    addEventListener("focus", retry);
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : retry()));
    addEventListener("beforeunload", (event) => {
      if (this.isDirty && !this.isOnDevice) event.preventDefault();
    });
  }

  private get text(): string {
    return this.current().text();
  }

  get isDirty(): boolean {
    return this.text !== this.sent;
  }

  /** A change was made. */
  note(): void {
    if (!this.isDirty) return;
    this.isOnDevice = false;
    clearTimeout(this.deviceTimer);
    this.deviceTimer = window.setTimeout(() => void this.keep(), DEVICE_PAUSE);
    this.plan(SERVER_PAUSE);
  }

  private plan(wait: number): void {
    clearTimeout(this.serverTimer);
    this.serverTimer = window.setTimeout(() => void this.flush(), wait);
  }

  private async keep(): Promise<void> {
    clearTimeout(this.deviceTimer);
    const text = this.text;
    const isKept = await this.device.keep(this.seen, text);
    if (text !== this.text) return;
    this.isOnDevice = isKept;
    if (this.isDirty && !this.failures && !this.isStopped) this.say(isKept ? "device" : "unsaved");
  }

  /** The page is left or hidden: what can be done at once. A body larger than the browser lets go then waits on the device. */
  private leave(): void {
    if (!this.isDirty) return;
    void this.device.keep(this.seen, this.text);
    if (!this.isStopped && !this.isSending) void this.server.send(this.text, this.seen, true).then((verdict) => this.take(verdict, this.text));
  }

  async flush(): Promise<void> {
    clearTimeout(this.serverTimer);
    if (this.isSending || this.isStopped || !this.isDirty) return;
    this.isSending = true;
    await this.keep();
    const text = this.text;
    const verdict = await this.server.send(text, this.seen);
    this.isSending = false;
    await this.take(verdict, text);
  }

  private async take(verdict: Verdict, text: string): Promise<void> {
    if (verdict.kind === "kept") return this.acknowledge(verdict.seen, text);
    if (verdict.kind === "conflict") return this.showConflict(verdict.seen, verdict.text);
    if (verdict.kind === "refused") {
      // The same text would be refused again; the next change is tried.
      return this.say("refused", verdict.message);
    }
    this.failures += 1;
    const status = verdict.kind === "signed-out" ? "signedOut" : "offline";
    this.say(this.isOnDevice ? status : "unsaved");
    this.plan(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
  }

  private async acknowledge(seen: string, text: string): Promise<void> {
    this.failures = 0;
    this.seen = seen;
    this.server.field("seen").value = seen;
    this.sent = text;
    await this.device.forget();
    if (this.isDirty) return this.note();
    this.isOnDevice = true;
    this.say("server");
  }

  /** Both texts are shown, and nothing more is sent until the author has chosen. */
  private showConflict(seen: string, text: string): void {
    this.isStopped = true;
    this.say("conflict");
    const box = document.querySelector<HTMLElement>("[data-conflict]");
    const theirs = box?.querySelector<HTMLTextAreaElement>("[data-conflict-text]");
    if (!box || !theirs) return;
    theirs.value = text;
    const choose = (isMine: boolean) => {
      this.seen = seen;
      this.server.field("seen").value = seen;
      this.isStopped = false;
      box.hidden = true;
      if (isMine) return void this.flush();
      this.sent = text;
      this.current().replaceAll(text);
      void this.device.forget();
      this.say("server");
    };
    box.querySelector<HTMLElement>("[data-conflict-mine]")!.onclick = () => choose(true);
    box.querySelector<HTMLElement>("[data-conflict-theirs]")!.onclick = () => choose(false);
    box.hidden = false;
    box.querySelector<HTMLElement>(".title")?.focus();
  }

  /** What was written here before and never arrived is offered, whatever became of the page since. */
  async offer(): Promise<void> {
    const clean = (text: string) => text.replace(/\r\n?/g, "\n").trimEnd();
    const all = await this.device.list();
    const arrived = all.filter((kept) => clean(kept.text) === clean(this.text));
    if (arrived.length) await this.device.forget(arrived);
    const newest = all.find((kept) => !arrived.includes(kept));
    if (newest) this.showOffer(newest, all.filter((kept) => !arrived.includes(kept)));
  }

  private showOffer(newest: Kept, all: Kept[]): void {
    const box = document.querySelector<HTMLElement>("[data-offer]");
    const title = box?.querySelector<HTMLElement>("[data-offer-title]");
    const text = box?.querySelector<HTMLTextAreaElement>("[data-offer-text]");
    if (!box || !title || !text) return;
    const at = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(newest.at);
    title.textContent = (title.dataset.text ?? "{date}").replace("{date}", at);
    text.value = newest.text;
    const close = () => {
      box.hidden = true;
      void this.device.forget(all);
    };
    box.querySelector<HTMLElement>("[data-offer-use]")!.onclick = () => {
      this.current().replaceAll(newest.text);
      // It stays on the device until the server has it.
      void this.device.keep(this.seen, newest.text).then(() => this.flush()).then(() => !this.isDirty && close());
      box.hidden = true;
      this.current().focus();
    };
    box.querySelector<HTMLElement>("[data-offer-drop]")!.onclick = () => {
      close();
      this.current().focus();
    };
    box.hidden = false;
  }

  private say(status: Status, message = ""): void {
    const line = this.server.form.querySelector<HTMLElement>("[data-page-status]");
    const door = this.server.form.querySelector<HTMLElement>("[data-sign-in]");
    if (door) door.hidden = status !== "signedOut";
    if (!line) return;
    const time = new Intl.DateTimeFormat(language(), { timeStyle: "short" }).format(Date.now());
    line.textContent = `${(line.dataset[status] ?? "").replace("{time}", time)} ${message}`.trim();
    line.dataset.status = status;
    line.classList.toggle("success", status === "server");
    line.classList.toggle("danger", status !== "server" && status !== "device");
  }
}

function language(): string {
  const lang = document.documentElement.lang;
  return lang === "ar" ? "ar-u-nu-latn" : lang;
}
