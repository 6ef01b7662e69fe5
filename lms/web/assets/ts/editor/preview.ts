// The page as readers will get it, drawn by the server a moment after each change; an older answer never replaces a newer one.
// Where it has a height of its own it follows the cursor: each of its blocks says in which line of the text it begins.
import type { Server } from "./server";
import type { Surface } from "./surface";

const PAUSE = 700;

export class Preview {
  private timer = 0;
  private asked: AbortController | undefined;
  private shown: HTMLElement | undefined;

  constructor(
    readonly server: Server,
    readonly here: HTMLElement,
    readonly surface: () => Surface,
  ) {}

  /** Show what is written whenever the cursor comes to another block; whoever scrolls the preview meanwhile is left alone. */
  follow(form: HTMLElement): void {
    document.addEventListener("selectionchange", () => {
      if (!form.contains(document.activeElement)) return;
      const block = this.blockWritten();
      if (block !== this.shown) this.show(block);
    });
  }

  private blockWritten(): HTMLElement | undefined {
    const surface = this.surface();
    const line = surface.text().slice(0, surface.selection()[1]).split("\n").length;
    const blocks = [...this.here.querySelectorAll<HTMLElement>("[data-line]")];
    // A footnote stands at the end of the page, wherever it was written.
    return blocks.filter((block) => Number(block.dataset.line) <= line).reduce<HTMLElement | undefined>(later, undefined);
  }

  private show(block: HTMLElement | undefined): void {
    this.shown = block;
    const pane = this.here.parentElement;
    if (!pane || getComputedStyle(pane).overflowY !== "auto") return;
    pane.classList.toggle("long", this.here.offsetHeight > pane.clientHeight);
    const place = block?.getBoundingClientRect();
    const { top, bottom } = pane.getBoundingClientRect();
    // At the page's top the preview's end is below the window.
    const end = Math.min(bottom, innerHeight);
    if (!place) pane.scrollTop = 0;
    else if (place.top < top || place.bottom > end) pane.scrollTop += place.top - top - (end - top) / 3;
  }

  note(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.draw(), PAUSE);
  }

  async draw(): Promise<void> {
    clearTimeout(this.timer);
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    this.here.setAttribute("aria-busy", "true");
    const html = await this.server.preview(this.surface().text(), asked.signal);
    if (asked.signal.aborted) return;
    if (html !== null) {
      this.here.innerHTML = html;
      this.show(this.blockWritten());
    }
    this.here.removeAttribute("aria-busy");
  }
}

function later(found: HTMLElement | undefined, block: HTMLElement): HTMLElement {
  return found && Number(found.dataset.line) > Number(block.dataset.line) ? found : block;
}
