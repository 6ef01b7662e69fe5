// form[data-draft]: what a marker chooses and writes is kept on the server as it is, until the mark is given.
// [data-remarks]: a passage selected in [data-written] goes into the row of the next remark, with its place.

const PAUSE = 1500;
const LONGEST_WAIT = 30_000;

class Draft {
  private timer = 0;
  private changes = 0;
  private sent = 0;
  private failures = 0;
  private isSending = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly line: HTMLElement | null,
  ) {
    form.addEventListener("input", () => this.note());
    form.addEventListener("change", () => this.note());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.sent = this.changes;
    });
    addEventListener("beforeunload", (event) => {
      if (this.failures && this.changes > this.sent) event.preventDefault();
    });
  }

  note(): void {
    this.changes += 1;
    this.plan(PAUSE);
  }

  private plan(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    if (this.isSending || this.changes === this.sent) return;
    this.isSending = true;
    const changes = this.changes;
    const message = await this.post();
    this.isSending = false;
    this.failures = message === null ? this.failures + 1 : 0;
    if (this.line) this.line.textContent = message ?? this.line.dataset.unsaved ?? "";
    if (message !== null) this.sent = changes;
    if (this.changes > this.sent) this.plan(message === null ? Math.min(1000 * 2 ** this.failures, LONGEST_WAIT) : 0);
  }

  /** What the server says; nothing where it could not be reached. */
  private async post(): Promise<string | null> {
    try {
      const response = await fetch(this.form.action || location.href, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form) as unknown as Record<string, string>),
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        keepalive: true,
      });
      if (response.status >= 500 || response.status === 429) return null;
      const answer: { message?: string } = await response.json();
      return answer.message ?? "";
    } catch {
      return null;
    }
  }
}

/** The text of an element without the numbers of remarks, up to a place in it: as it was written. */
function textUpTo(root: HTMLElement, node: Node, offset: number): string {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  part.querySelectorAll("[data-number]").forEach((number) => number.remove());
  return part.textContent ?? "";
}

/** How many letters a text has as the server counts them: by code points. */
function letters(text: string): number {
  return [...text].length;
}

function takePassage(written: HTMLElement, rows: HTMLElement): void {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!written.contains(range.commonAncestorContainer)) return;
  const before = textUpTo(written, range.startContainer, range.startOffset);
  const passage = textUpTo(written, range.endContainer, range.endOffset).slice(before.length);
  const skipped = passage.length - passage.trimStart().length;
  const free = [...rows.querySelectorAll<HTMLElement>("[data-remark]")].pop();
  if (!passage.trim() || !free) return;
  const field = (name: string) => free.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name^="${name}-"]`);
  const [start, quote] = [field("start"), field("quote")];
  if (!start || !quote) return;
  start.value = String(letters(before) + letters(passage.slice(0, skipped)));
  quote.value = passage.trim();
  quote.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  new Draft(form, form.querySelector<HTMLElement>("[data-draft-status]"));
  const rows = form.querySelector<HTMLElement>("[data-remarks]");
  const written = document.querySelector<HTMLElement>("[data-written]");
  if (rows && written) written.addEventListener("pointerup", () => takePassage(written, rows));
}
