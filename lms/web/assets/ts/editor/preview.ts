// The page as readers will get it, drawn by the server a moment after each change; an older answer never replaces a newer one.
import type { Server } from "./server";

const PAUSE = 700;

export class Preview {
  private timer = 0;
  private asked: AbortController | undefined;

  constructor(
    readonly server: Server,
    readonly here: HTMLElement,
    readonly text: () => string,
  ) {}

  note(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.draw(), PAUSE);
  }

  async draw(): Promise<void> {
    clearTimeout(this.timer);
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    this.here.setAttribute("aria-busy", "true");
    const html = await this.server.preview(this.text(), asked.signal);
    if (asked.signal.aborted) return;
    if (html !== null) this.here.innerHTML = html;
    this.here.removeAttribute("aria-busy");
  }
}
