// form[data-hand-in]: a question that is answered with files. A file goes to the server as soon as it is chosen, its progress
// shown; where the line breaks it is sent again, under the id made for it, while the page stays open. No file is kept on the
// device as other answers are, and the line says so.
import { serverNow } from "../clock";
import { type Courier, waitAfter } from "./courier";
import type { Entry } from "./entries";
import { newId } from "./keeper";

interface Verdict {
  kind: "stored" | "refused" | "signedOut" | "later" | "dropped";
  message: string;
}

interface Sending {
  file: File;
  client: string;
  made: number;
}

export class Handing {
  private going: Promise<void> = Promise.resolve();
  private sending: Sending | undefined;
  private request: XMLHttpRequest | undefined;
  private wake: () => void = () => undefined;
  /** Whoever wanted to go on with a file that was then refused stays once, to read why. */
  private isStopped = false;

  constructor(
    readonly form: HTMLFormElement,
    readonly courier: Courier,
  ) {
    form.addEventListener("change", (event) => event.target === this.input && this.choose());
    form.addEventListener("submit", (event) => this.hold(event));
    addEventListener("online", () => this.wake());
  }

  /** Say whether the browser should ask before it closes: what is on its way would be lost. */
  get isInDanger(): boolean {
    return this.sending !== undefined;
  }

  /** Resolves when nothing is on its way any more. */
  keep(): Promise<void> {
    return this.going;
  }

  private get input(): HTMLInputElement | null {
    return this.form.querySelector<HTMLInputElement>("input[type=file]");
  }

  private part(name: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-${name}]`);
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private hold(event: SubmitEvent): void {
    const name = (event.submitter as HTMLButtonElement | null)?.name;
    const isStopped = name === "go" && this.isStopped;
    if (name !== "upload" && !isStopped) return;
    event.preventDefault();
    event.stopPropagation();
    if (isStopped) this.input?.focus();
    else if (!this.isInDanger) this.choose();
    this.isStopped = false;
  }

  private choose(): void {
    const file = this.input?.files?.[0];
    const { tooLarge, empty, none, most } = this.form.dataset;
    this.stop();
    this.clear();
    if (!file) return this.refuse(none ?? "");
    if (!file.size) return this.refuse(empty ?? "");
    if (file.size > Number(most)) return this.refuse(tooLarge ?? "");
    const sending = { file, client: newId(), made: serverNow() };
    this.sending = sending;
    this.going = this.going.then(() => this.send(sending));
  }

  /** Let go of what is on its way: another file was chosen. */
  private stop(): void {
    this.sending = undefined;
    this.request?.abort();
    this.wake();
  }

  private async send(sending: Sending): Promise<void> {
    for (let failures = 1; this.sending === sending; failures += 1) {
      this.say("device");
      const verdict = await this.post(sending);
      if (this.sending !== sending) return;
      if (verdict.kind !== "later") return this.settle(sending, verdict);
      this.showMeter(false);
      this.say("memory", this.form.dataset.waiting);
      await this.pause(waitAfter(failures, Math.random()));
    }
  }

  private pause(wait: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async settle(sending: Sending, { kind, message }: Verdict): Promise<void> {
    this.sending = undefined;
    this.showMeter(false);
    if (kind !== "stored") {
      this.isStopped = true;
      // Who signs in again, in another tab, sends the same file by the button.
      return this.refuse(message, kind === "signedOut");
    }
    this.say("server", message);
    this.courier.tell(this.asEntry(sending), "server", message);
    await this.refresh();
  }

  /** As the list of questions and the meter hear of any answer. */
  private asEntry({ file, client, made }: Sending): Entry {
    const address = this.form.action.replace(/\/files$/, "");
    const attempt = this.form.dataset.handIn ?? "";
    return { client, attempt, address, fields: [], made, served: "", deadline: null, asked: "", said: file.name };
  }

  private post({ file, client, made }: Sending): Promise<Verdict> {
    const body = new FormData();
    body.set("csrf_token", this.field("csrf_token").value);
    body.set("client_id", client);
    body.set("made", String(Math.round(made)));
    body.set("served", this.field("served").value);
    body.set("file", file);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      this.request = request;
      this.showMeter(true);
      request.upload.addEventListener("progress", ({ loaded, total }) => this.showProgress(loaded, total));
      request.addEventListener("error", () => resolve({ kind: "later", message: "" }));
      request.addEventListener("abort", () => resolve({ kind: "dropped", message: "" }));
      request.addEventListener("load", () => resolve(read(request)));
      request.open("POST", this.form.action);
      request.setRequestHeader("X-Requested-With", "fetch");
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  private showMeter(isShown: boolean): void {
    const meter = this.part("progress");
    if (!meter) return;
    meter.hidden = !isShown;
    if (isShown) this.showProgress(0, 1);
  }

  private showProgress(loaded: number, total: number): void {
    const meter = this.part("progress");
    const bar = meter?.querySelector("progress");
    const words = meter?.querySelector("span");
    if (!bar || !words) return;
    const share = total ? loaded / total : 0;
    const lang = document.documentElement.lang;
    const percent = new Intl.NumberFormat(lang === "ar" ? "ar-u-nu-latn" : lang, { style: "percent" }).format(share);
    const { sending, looking } = this.form.dataset;
    bar.value = 100 * share;
    words.textContent = share < 1 ? (sending ?? "{percent}").replace("{percent}", percent) : (looking ?? "");
  }

  /** Take away what was said of the file before. */
  private clear(): void {
    this.isStopped = false;
    this.form.querySelector("#file-error")?.remove();
    const line = this.part("refused");
    if (line) line.hidden = true;
    this.input?.removeAttribute("aria-invalid");
    this.input?.setAttribute("aria-describedby", "file-hint");
  }

  private refuse(message: string, isKept = false): void {
    const { input } = this;
    const line = this.part("refused");
    if (!input || !line) return;
    line.textContent = message;
    line.hidden = false;
    if (!isKept) input.value = "";
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "file-hint file-refused");
    this.say("");
  }

  /** Say where the file is: nothing, where none is on its way. */
  private say(place: "device" | "memory" | "server" | "", message = ""): void {
    const line = document.querySelector<HTMLElement>("[data-save-status]");
    if (!line) return;
    line.textContent = message || (line.dataset[place] ?? "");
    line.classList.toggle("success", place === "server");
    line.classList.toggle("danger", place === "memory");
  }

  /** Show the list of files as the server has it. */
  private async refresh(): Promise<void> {
    const files = this.part("files");
    const fresh = await this.ask().catch(() => null);
    if (!fresh || !files) return location.reload();
    const hadFocus = files.contains(document.activeElement);
    const list = fresh.querySelector("[data-files]");
    if (list) files.replaceWith(document.adoptNode(list));
    for (const name of ["client_id", "served"]) {
      this.field(name).value = fresh.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
    }
    if (hadFocus) (this.input ?? this.part("files"))?.focus({ preventScroll: true });
  }

  private async ask(): Promise<HTMLFormElement | null> {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector<HTMLFormElement>("form[data-hand-in]");
  }
}

function read(request: XMLHttpRequest): Verdict {
  const { status } = request;
  const isOurs = request.getResponseHeader("content-type")?.includes("json");
  if (status >= 500 || status === 429 || status === 408 || !isOurs) return { kind: "later", message: "" };
  const isSignedOut = status === 401 || status === 400;
  const said = JSON.parse(request.responseText) as { message?: string; is_stored?: boolean };
  return { kind: said.is_stored ? "stored" : isSignedOut ? "signedOut" : "refused", message: said.message ?? "" };
}
