// form[data-answer]: each change of an answer goes to the device at once and to the server after a pause. The form's line
// says where the answer is, and only what is known: "on the server" is the server's word.
import { serverNow } from "../clock";
import type { Courier, News } from "./courier";
import type { Entries, Entry } from "./entries";

const DEVICE_PAUSE = 250;
const TYPING_PAUSE = 1200;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls of the answer itself: `answer`, or `answer-` and a part. */
function controlsOf(form: HTMLFormElement): Control[] {
  return ([...form.elements] as Control[]).filter(({ name }) => /^answer(-|$)/.test(name ?? ""));
}

/** What was chosen or typed, in words. */
function inWords(controls: Control[]): string {
  const words = controls.map((control) => {
    if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? "");
    if (!/checkbox|radio/.test(control.type)) return control.value;
    return (control as HTMLInputElement).checked ? (control.labels?.[0]?.textContent ?? control.value) : "";
  });
  return words
    .map((word) => word.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("; ");
}

/** Put an answer back into the form as it was left. */
function fill(controls: Control[], fields: [string, string][]): void {
  const left = [...fields];
  for (const control of controls) {
    const isBox = /checkbox|radio/.test(control.type);
    const at = left.findIndex(([name, value]) => name === control.name && (!isBox || value === control.value));
    if (isBox) (control as HTMLInputElement).checked = at >= 0;
    else if (at >= 0) control.value = left[at]?.[1] ?? "";
    if (at >= 0) left.splice(at, 1);
  }
}

export class Keeper {
  private timer = 0;
  private keeping = Promise.resolve();
  private isChanged = false;
  private isLost = false;
  private newest = "";

  constructor(
    readonly form: HTMLFormElement,
    readonly entries: Entries,
    readonly courier: Courier,
  ) {
    form.addEventListener("change", (event) => this.isOfAnswer(event) && this.note(0));
    form.addEventListener("input", (event) => {
      const isBox = event.target instanceof HTMLInputElement && /checkbox|radio/.test(event.target.type);
      if (!isBox && this.isOfAnswer(event)) this.note(TYPING_PAUSE);
    });
    courier.onNews((news) => this.hear(news));
  }

  /** Say whether the browser should ask before it closes: the device keeps nothing, and the server does not have it. */
  get isInDanger(): boolean {
    return this.isChanged || this.isLost;
  }

  private isOfAnswer(event: Event): boolean {
    return /^answer(-|$)/.test((event.target as Control).name ?? "");
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private note(wait: number): void {
    this.isChanged = true;
    this.write(newId());
    this.courier.plan(Math.max(wait, DEVICE_PAUSE));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), wait ? DEVICE_PAUSE : 0);
  }

  /** The form itself, sent without more ado, is the same answer under the same id. */
  private write(client: string, made = serverNow()): void {
    this.newest = client;
    this.field("client_id").value = client;
    this.field("made").value = String(Math.round(made));
  }

  /** Put what is in the form on the device, one change after the other. */
  keep(): Promise<void> {
    clearTimeout(this.timer);
    this.keeping = this.keeping.then(() => this.keepNow());
    return this.keeping;
  }

  private async keepNow(): Promise<void> {
    if (!this.isChanged) return;
    this.isChanged = false;
    const entry = this.read();
    const isOnDevice = await this.entries.keep(entry);
    this.isLost = !isOnDevice;
    this.courier.tell(entry, isOnDevice ? "device" : "memory");
    this.courier.plan(0);
  }

  private read(): Entry {
    const controls = controlsOf(this.form);
    const sent = [...new FormData(this.form)].filter((field): field is [string, string] => /^answer(-|$)/.test(field[0]) && typeof field[1] === "string");
    const deadline = Date.parse(this.form.dataset.until ?? "");
    return {
      client: this.newest,
      attempt: this.form.dataset.answer ?? "",
      address: this.form.action,
      fields: sent,
      made: Number(this.field("made").value),
      served: this.field("served").value,
      deadline: Number.isNaN(deadline) ? null : deadline,
      asked: (this.form.querySelector(".asked")?.textContent ?? "").trim(),
      said: inWords(controls),
    };
  }

  /** Show what was answered here before and did not arrive, as after a crash of the browser. */
  async restore(): Promise<void> {
    const mine = (await this.entries.list()).filter(({ address, refused }) => address === this.form.action && refused === undefined);
    const entry = mine.at(-1);
    if (!entry || this.isChanged) return;
    this.write(entry.client, entry.made);
    this.field("served").value = entry.served;
    fill(controlsOf(this.form), entry.fields);
    this.form.dispatchEvent(new CustomEvent("restored"));
    this.say("device");
  }

  private hear({ address, client, place, message }: News): void {
    if (address !== this.form.action) return;
    // Another tab has answered the same question: both show the newest answer.
    if (client !== this.newest) return void (place === "device" && this.restore());
    if (this.isChanged) return;
    this.isLost = place === "memory";
    this.say(place, message);
  }

  /** Say where the answer is; a line of the form's own, or the page's. */
  say(place: News["place"], message = ""): void {
    const line = this.form.querySelector<HTMLElement>("[data-save-status]") ?? document.querySelector<HTMLElement>("[data-save-status]");
    if (!line || place === "forgotten") return;
    line.textContent = message || (line.dataset[place] ?? "");
    line.classList.toggle("success", place === "server");
    line.classList.toggle("danger", place === "memory" || place === "refused");
  }
}
