// What the tools write on: the plain text area, or the editor with colours that takes its place. Positions count UTF-16 units.

export interface Edit {
  from: number;
  to: number;
  text: string;
  /** What is selected afterwards. */
  select?: [number, number];
}

export interface Surface {
  text(): string;
  selection(): [number, number];
  apply(edit: Edit): void;
  /** Another text altogether; it can be undone like any other change. */
  replaceAll(text: string): void;
  undo(): void;
  redo(): void;
  focus(): void;
}

export class PlainSurface implements Surface {
  constructor(readonly area: HTMLTextAreaElement) {}

  text(): string {
    return this.area.value;
  }

  selection(): [number, number] {
    return [this.area.selectionStart, this.area.selectionEnd];
  }

  apply({ from, to, text, select }: Edit): void {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    // The old command is the only one that keeps the browser's own undo; where it is gone, the text changes all the same.
    const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!isDone && from !== to + text.length) {
      this.area.setRangeText(text, from, to, "end");
      this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    if (select) this.area.setSelectionRange(...select);
  }

  replaceAll(text: string): void {
    this.apply({ from: 0, to: this.area.value.length, text });
  }

  undo(): void {
    this.area.focus();
    document.execCommand("undo");
  }

  redo(): void {
    this.area.focus();
    document.execCommand("redo");
  }

  focus(): void {
    this.area.focus();
  }
}
