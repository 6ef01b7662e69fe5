// [data-answer], a form of one question or one of many on a page: each change of an answer goes to the device at once and
// to the server after a pause. Its line says where the answer is, and only what is known: "on the server" is the server's
// word. Of many, each has its place at the end of the names of its fields, and the address of its own page.
import { serverNow } from "../clock";
import type { Courier, News } from "./courier";
import type { Entries, Entry } from "./entries";

const DEVICE_PAUSE = 250;
const TYPING_PAUSE = 1200;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What was chosen or typed, in words. */
function inWords(controls: Control[]): string {
  const words = controls.map((control) => {
    if (control.type === "hidden") return "";
    if (control instanceof HTMLSelectElement) return control.value && (control.selectedOptions[0]?.text ?? "");
    if (!/checkbox|radio/.test(control.type)) return control.value;
    return (control as HTMLInputElement).checked ? (control.labels?.[0]?.textContent ?? control.value) : "";
  });
  return words
    .map((word) => word.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("; ");
}

/** Put an answer back into its controls as it was left; `plain` gives the name by which a control is sent. */
function fill(controls: Control[], fields: [string, string][], plain: (name: string) => string | undefined): void {
  const left = [...fields];
  for (const control of controls) {
    const isBox = /checkbox|radio/.test(control.type);
    const at = left.findIndex(([name, value]) => name === plain(control.name) && (!isBox || value === control.value));
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
  private made = 0;
  private served: string;
  private readonly form: HTMLFormElement;
  private readonly address: string;
  private readonly suffix: string;
  /** A decision is a button: it is part of the answer once it was pressed. */
  private pressed: HTMLButtonElement | undefined;

  constructor(
    readonly scope: HTMLElement,
    readonly entries: Entries,
    readonly courier: Courier,
  ) {
    this.form = scope.closest("form")!;
    const { position, address } = scope.dataset;
    this.suffix = position ? `_${position}` : "";
    this.address = address ? new URL(address, location.href).href : this.form.action;
    this.served = this.field("served")?.value ?? "";
    scope.addEventListener("change", (event) => this.isOfAnswer(event) && this.note(0));
    scope.addEventListener("input", (event) => {
      const isBox = event.target instanceof HTMLInputElement && /checkbox|radio/.test(event.target.type);
      if (!isBox && this.isOfAnswer(event)) this.note(TYPING_PAUSE);
    });
    courier.onNews((news) => this.hear(news));
  }

  /** Say whether the browser should ask before it closes: the device keeps nothing, and the server does not have it. */
  get isInDanger(): boolean {
    return this.isChanged || this.isLost;
  }

  /** The name by which a field of the answer is sent: `answer`, or `answer-` and a part; nothing for another one. */
  private plain = (name: string): string | undefined => {
    const begin = `answer${this.suffix}`;
    if (name !== begin && !name.startsWith(`${begin}-`)) return undefined;
    return `answer${name.slice(begin.length)}`;
  };

  /** What there is to choose from or to type into. */
  private get controls(): Control[] {
    const all = [...this.scope.querySelectorAll<Control>("input, select, textarea")];
    return all.filter(({ name }) => this.plain(name) !== undefined);
  }

  private isOfAnswer(event: Event): boolean {
    return this.plain((event.target as Control).name ?? "") !== undefined;
  }

  private field(name: string): HTMLInputElement | null {
    return this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }

  private note(wait: number): void {
    this.isChanged = true;
    this.write(newId());
    this.courier.plan(Math.max(wait, DEVICE_PAUSE));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), wait ? DEVICE_PAUSE : 0);
  }

  /** Take a decision into the answer; false where the button is none of this question's. */
  decide(button: HTMLElement | null): boolean {
    if (!(button instanceof HTMLButtonElement) || !this.scope.contains(button)) return false;
    if (this.plain(button.name) === undefined) return false;
    this.pressed = button;
    this.note(0);
    return true;
  }

  /** The form itself, sent without more ado, is the same answer under the same id. */
  private write(client: string, made = serverNow()): void {
    this.newest = client;
    this.made = Math.round(made);
    const [id, time] = [this.field(`client_id${this.suffix}`), this.field(`made${this.suffix}`)];
    if (id) id.value = client;
    if (time) time.value = String(this.made);
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

  private *sent(): Generator<[string, string]> {
    for (const [name, value] of new FormData(this.form)) {
      const plain = this.plain(name);
      if (plain !== undefined && typeof value === "string") yield [plain, value];
    }
    if (this.pressed) yield [this.plain(this.pressed.name) ?? "", this.pressed.value];
  }

  private read(): Entry {
    const deadline = Date.parse(this.scope.dataset.until ?? "");
    return {
      client: this.newest,
      attempt: this.scope.dataset.answer ?? "",
      address: this.address,
      fields: [...this.sent()],
      made: this.made,
      served: this.served,
      deadline: Number.isNaN(deadline) ? null : deadline,
      asked: (this.scope.querySelector(".asked")?.textContent ?? "").trim(),
      said: this.pressed?.textContent?.trim() ?? inWords(this.controls),
    };
  }

  /** Show what was answered here before and did not arrive, as after a crash of the browser. */
  async restore(): Promise<void> {
    const mine = (await this.entries.list()).filter(({ address, refused }) => address === this.address && refused === undefined);
    const entry = mine.at(-1);
    if (!entry || this.isChanged) return;
    this.write(entry.client, entry.made);
    this.served = entry.served;
    fill(this.controls, entry.fields, this.plain);
    this.scope.dispatchEvent(new CustomEvent("restored"));
    this.say("device");
  }

  private hear({ address, client, place, message }: News): void {
    if (address !== this.address) return;
    // Another tab has answered the same question: both show the newest answer.
    if (client !== this.newest) return void (place === "device" && this.restore());
    if (this.isChanged) return;
    this.isLost = place === "memory";
    this.say(place, message);
  }

  /** Say where the answer is; a line of the question's own, or the page's. */
  say(place: News["place"], message = ""): void {
    const line = this.scope.querySelector<HTMLElement>("[data-save-status]") ?? document.querySelector<HTMLElement>("[data-save-status]");
    if (!line || place === "forgotten") return;
    const words = document.querySelector<HTMLElement>("[data-save-words]") ?? line;
    line.textContent = message || (words.dataset[place] ?? "");
    line.classList.toggle("success", place === "server");
    line.classList.toggle("danger", place === "memory" || place === "refused");
  }
}
