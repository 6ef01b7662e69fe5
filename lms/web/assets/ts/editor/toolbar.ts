// The toolbar: one stop for the Tab key, the arrows go on from there (in the direction of the page), and keys for the commonest.
import { TOOLS, figure, insert, link } from "./markdown";
import type { Surface } from "./surface";

const KEYS: Record<string, string> = { b: "bold", i: "italic", k: "link" };

function field(dialog: HTMLDialogElement, name: string): HTMLInputElement | null {
  return dialog.querySelector<HTMLInputElement>(`[name=${name}]`);
}

function value(dialog: HTMLDialogElement, name: string): string {
  return field(dialog, name)?.value.trim() ?? "";
}

/** Show a dialog; resolves to the button that closed it, or to nothing where it was dismissed. */
export function ask(dialog: HTMLDialogElement): Promise<string> {
  dialog.showModal();
  return new Promise((resolve) => {
    // Not by "close": that comes late, and a dialog opened again meanwhile would take it for its own.
    const listening = new AbortController();
    const finish = (answer: string) => {
      listening.abort();
      // Once the dialog is shut, for until then nothing behind it can be written on.
      setTimeout(() => resolve(answer));
    };
    const chosen = (event: SubmitEvent) => finish((event.submitter as HTMLButtonElement | null)?.value ?? "");
    dialog.addEventListener("submit", chosen, { signal: listening.signal });
    dialog.addEventListener("cancel", () => finish(""), { signal: listening.signal });
  });
}

async function askLink(surface: Surface): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#link-dialog");
  if (!dialog) return;
  const selection = surface.selection();
  const text = field(dialog, "text");
  if (text) text.value = surface.text().slice(...selection);
  const answer = await ask(dialog);
  if (answer === "insert") surface.apply(link(value(dialog, "text"), value(dialog, "address"))(surface.text(), selection));
  surface.focus();
}

async function askFigure(surface: Surface): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#figure-dialog");
  if (!dialog) return;
  const selection = surface.selection();
  const answer = await ask(dialog);
  const alt = value(dialog, "alt");
  if (answer === "insert" && alt) {
    const tool = figure(value(dialog, "file"), alt, value(dialog, "caption"));
    surface.apply(tool(surface.text(), selection));
  }
  surface.focus();
}

/** The alternative text that the library keeps is offered; what the author wrote instead stays. */
function proposeAlternatives(): void {
  const select = document.querySelector<HTMLSelectElement>("#figure-dialog [name=file]");
  const alt = document.querySelector<HTMLInputElement>("#figure-dialog [name=alt]");
  if (!select || !alt) return;
  let proposed = "";
  const propose = () => {
    if (alt.value && alt.value !== proposed) return;
    alt.value = proposed = select.selectedOptions[0]?.dataset.alt ?? "";
  };
  select.addEventListener("change", propose);
  propose();
}

export function run(action: string, surface: Surface): void {
  if (action === "undo") return surface.undo();
  if (action === "redo") return surface.redo();
  if (action === "link") return void askLink(surface);
  if (action === "figure") return void askFigure(surface);
  const tool = TOOLS[action];
  if (tool) surface.apply(tool(surface.text(), surface.selection()));
}

function rove(bar: HTMLElement, buttons: HTMLButtonElement[]): void {
  const go = (index: number) => {
    const next = buttons[(index + buttons.length) % buttons.length];
    if (!next) return;
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  };
  if (buttons[0]) buttons[0].tabIndex = 0;
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps: Record<string, number> = { Home: 0, End: buttons.length - 1 };
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") go(at + (event.key === forward ? 1 : -1));
    else if (event.key in steps) go(steps[event.key] ?? 0);
    else return;
    event.preventDefault();
  });
}

export function openToolbar(form: HTMLFormElement, current: () => Surface): void {
  const bar = form.querySelector<HTMLElement>("[data-toolbar]");
  if (!bar) return;
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>("[data-tool]")];
  // A click would take the place in the text away.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  buttons.forEach((button) => button.addEventListener("click", () => run(button.dataset.tool ?? "", current())));
  rove(bar, buttons);
  form.addEventListener("keydown", (event) => {
    const action = KEYS[event.key.toLowerCase()];
    if (!action || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    run(action, current());
  });
  proposeAlternatives();
  bar.hidden = false;
}

export { insert };
