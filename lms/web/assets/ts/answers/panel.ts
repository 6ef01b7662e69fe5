// [data-outbox]: what of an attempt is on this device alone, why, and what can be done; shown while there is any.
// The list of questions says it of each question too.
import type { Courier, News } from "./courier";
import type { Entries, Entry } from "./entries";

/** A file that a person can read and a trainer can take in by hand. */
export function written(entries: Entry[]): string {
  const rows = entries.map(({ address, asked, said, made, client, fields, refused }) => ({
    question: asked,
    answer: said,
    made_at: new Date(made).toISOString(),
    address,
    client_id: client,
    fields,
    ...(refused === undefined ? {} : { refused }),
  }));
  return `${JSON.stringify({ answers_that_were_not_sent: rows }, null, 2)}\n`;
}

function download(entries: Entry[]): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written(entries)], { type: "application/json" }));
  link.download = "unsent-answers.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The address of the question that a link of the list leads to, be it to its own page or to its place among all. */
export function addressOf(link: HTMLAnchorElement): string {
  return link.href.replace(/\/all#question-(\d+)$/, "/$1");
}

/** Where the answer to each question is, in the list of questions. */
export function mark({ address, place, isAnswer }: News): void {
  document.querySelectorAll<HTMLOListElement>(".question-list").forEach((list) =>
    list.querySelectorAll<HTMLAnchorElement>("a").forEach((link) => {
      if (addressOf(link) !== address) return;
      const isHere = place === "device" || place === "memory";
      link.parentElement?.classList.toggle("on-device", isHere);
      if (place === "refused" || place === "forgotten") return;
      link.parentElement?.classList.toggle("answered", isAnswer);
      const words = link.querySelector(".hidden");
      const state = isHere ? list.dataset.device : isAnswer ? list.dataset.answered : list.dataset.unanswered;
      if (words && state) words.textContent = `${list.dataset.comma ?? ""}${state}`;
    }),
  );
}

export class Panel {
  constructor(
    readonly box: HTMLElement,
    readonly entries: Entries,
    readonly courier: Courier,
  ) {
    this.button("again").addEventListener("click", () => void courier.send());
    this.button("download").addEventListener("click", () => void entries.list().then(download));
    this.button("forget").addEventListener("click", () => void this.forget());
  }

  private button(name: string): HTMLElement {
    return this.box.querySelector<HTMLElement>(`[data-outbox-${name}]`)!;
  }

  private async forget(): Promise<void> {
    if (!confirm(this.button("forget").dataset.ask)) return;
    for (const entry of await this.entries.list()) {
      if (entry.refused === undefined) continue;
      await this.entries.drop(entry.client);
      this.courier.tell(entry, "forgotten");
    }
    await this.show();
  }

  /** Show how it stands; while an answer is merely on its way nothing is said. */
  async show(): Promise<void> {
    const all = await this.entries.list();
    const refused = all.filter((entry) => entry.refused !== undefined);
    const isStuck = this.courier.trouble !== "" && all.length > refused.length;
    const kind = isStuck ? this.courier.trouble : "refused";
    const line = this.box.querySelector<HTMLElement>("[data-outbox-text]")!;
    const count = new Intl.NumberFormat(language()).format(isStuck ? all.length - refused.length : refused.length);
    const text = (line.dataset[kind] ?? "").replace("{count}", count);
    if (line.textContent !== text) line.textContent = text;
    this.button("sign-in").hidden = kind !== "signedOut";
    this.button("again").hidden = !isStuck;
    this.button("forget").hidden = !refused.length;
    const reasons = this.box.querySelector<HTMLElement>("[data-outbox-refused]")!;
    reasons.replaceChildren(
      ...refused.map(({ asked, refused: reason }) => {
        const item = document.createElement("li");
        const question = document.createElement("bdi");
        question.textContent = asked;
        item.append(question, ` – ${reason ?? ""}`);
        return item;
      }),
    );
    this.box.hidden = !isStuck && !refused.length;
  }
}

function language(): string {
  const lang = document.documentElement.lang;
  return lang === "ar" ? "ar-u-nu-latn" : lang;
}
