// form[data-workbench]: one key saves and opens the next text, a suggestion, the source or its signs are put into the field,
// and what was typed and not saved (a lost line, a session that ended) is offered again in this tab. All of it has its button or link without script.
import { offerSigns, type } from "./signs";

const PREFIX = "article60-unit:";

interface Kept {
  text: string;
  isSent: boolean;
}

function read(path: string): Kept | null {
  const kept = sessionStorage.getItem(PREFIX + path);
  return kept === null ? null : (JSON.parse(kept) as Kept);
}

function keep(path: string, kept: Kept): void {
  sessionStorage.setItem(PREFIX + path, JSON.stringify(kept));
}

function forget(path: string): void {
  sessionStorage.removeItem(PREFIX + path);
}

/** Forget the text of the page that led here: its form was taken, or another page would be shown. */
function forgetTaken(): void {
  if (!document.referrer) return;
  const before = new URL(document.referrer).pathname;
  if (before !== location.pathname && read(before)?.isSent) forget(before);
}

class Workbench {
  private readonly field: HTMLTextAreaElement;

  constructor(private readonly form: HTMLFormElement) {
    this.field = form.querySelector("textarea") as HTMLTextAreaElement;
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLButtonElement>("[value=next]"));
    });
    this.field.addEventListener("input", () => this.note(false));
    form.addEventListener("submit", () => this.note(true));
    offerSigns(form, this.field);
    this.offerSource();
    this.offer();
  }

  put(text: string): void {
    this.field.select();
    type(this.field, text);
  }

  private offerSource(): void {
    const button = this.form.querySelector<HTMLElement>("[data-copy]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.put(this.form.dataset.source ?? ""));
  }

  private note(isSent: boolean): void {
    keep(location.pathname, { text: this.field.value, isSent });
  }

  private offer(): void {
    const kept = read(location.pathname);
    if (kept === null) return;
    if (kept.text === this.field.value) return forget(location.pathname);
    const box = this.form.querySelector<HTMLElement>("[data-kept]");
    const button = box?.querySelector("button");
    if (!box || !button) return;
    box.hidden = false;
    button.addEventListener("click", () => {
      box.hidden = true;
      this.put(kept.text);
    });
  }
}

/** What helps a translator stands open where there is room beside the text. */
function openAids(): void {
  if (!matchMedia("(min-width: 56rem)").matches) return;
  document.querySelectorAll<HTMLDetailsElement>("[data-aid]").forEach((aid) => (aid.open = true));
}

forgetTaken();
openAids();
document.querySelectorAll<HTMLFormElement>("form[data-workbench]").forEach((form) => {
  const bench = new Workbench(form);
  document.querySelectorAll<HTMLElement>("[data-match]").forEach((match) =>
    match.querySelector("[data-take]")?.addEventListener("click", (event) => {
      event.preventDefault();
      bench.put(match.querySelector("[data-text]")?.textContent ?? "");
    }),
  );
});
