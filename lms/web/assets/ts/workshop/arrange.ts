// [data-arrange]: activities are dragged by their handle, within their module and into another. Where one is put down,
// its own form of the buttons is sent with the module and what it stands before. The buttons do the same by keyboard.

interface Drag {
  item: HTMLElement;
  from: { list: HTMLElement; next: Element | null };
  pointer: number;
}

const ITEM = "[data-activity]";
const NEAR_THE_EDGE = 60;
const SCROLL_STEP = 12;

class Arranger {
  private drag: Drag | null = null;
  private listening = new AbortController();

  constructor(
    readonly root: HTMLElement,
    readonly says: HTMLElement | null,
  ) {
    root.querySelectorAll<HTMLElement>("[data-handle]").forEach((handle) => {
      handle.hidden = false;
      handle.addEventListener("pointerdown", (event) => this.begin(handle, event));
    });
  }

  private begin(handle: HTMLElement, event: PointerEvent): void {
    const item = handle.closest<HTMLElement>(ITEM);
    const list = item?.parentElement;
    if (!item || !list || event.button !== 0) return;
    event.preventDefault();
    this.drag = { item, from: { list, next: item.nextElementSibling }, pointer: event.pointerId };
    this.listen();
    item.classList.add("dragged");
    this.root.classList.add("dragging");
  }

  /** On the document: an element that is moved loses whatever pointer it had captured. */
  private listen(): void {
    const { signal } = this.listening;
    document.addEventListener("pointermove", (event) => this.move(event), { signal });
    document.addEventListener("pointerup", (event) => this.drop(event), { signal });
    document.addEventListener("pointercancel", () => this.cancel(), { signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel(), { signal });
  }

  private move(event: PointerEvent): void {
    if (!this.drag || event.pointerId !== this.drag.pointer) return;
    if (event.clientY < NEAR_THE_EDGE) scrollBy(0, -SCROLL_STEP);
    else if (event.clientY > innerHeight - NEAR_THE_EDGE) scrollBy(0, SCROLL_STEP);
    const { item } = this.drag;
    const place = this.placeAt(event.clientX, event.clientY);
    if (!place || place.before === item) return;
    if (item.parentElement === place.list && item.nextElementSibling === place.before) return;
    place.list.insertBefore(item, place.before);
    this.say("moved");
  }

  /** Where a pointer stands: before the first activity whose middle is below it, else at the end of the list. */
  private placeAt(x: number, y: number): { list: HTMLElement; before: Element | null } | null {
    const under = document.elementFromPoint(x, y);
    const list = under?.closest("section")?.querySelector<HTMLElement>("ol[data-module]");
    if (!list || !this.root.contains(list)) return null;
    const items = [...list.querySelectorAll<HTMLElement>(ITEM)];
    const before = items.find((item) => {
      const box = item.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return { list, before: before ?? null };
  }

  private drop(event: PointerEvent): void {
    if (!this.drag || event.pointerId !== this.drag.pointer) return;
    const { item, from } = this.drag;
    const isSame = item.parentElement === from.list && item.nextElementSibling === from.next;
    if (isSame) return this.cancel();
    this.end();
    this.say("dropped", item);
    const form = item.querySelector<HTMLFormElement>("form[data-move]");
    const list = item.closest<HTMLElement>("ol[data-module]");
    if (!form || !list) return;
    const next = item.nextElementSibling;
    add(form, "module", list.dataset["module"] ?? "");
    add(form, "before", (next instanceof HTMLElement ? next.dataset["activity"] : "") ?? "");
    form.requestSubmit();
  }

  private cancel(): void {
    if (!this.drag) return;
    const { item, from } = this.drag;
    from.list.insertBefore(item, from.next);
    this.end();
    this.say("cancelled", item);
  }

  private end(): void {
    this.drag?.item.classList.remove("dragged");
    this.root.classList.remove("dragging");
    this.drag = null;
    this.listening.abort();
    this.listening = new AbortController();
  }

  private say(what: "moved" | "dropped" | "cancelled", item = this.drag?.item): void {
    const list = item?.closest<HTMLElement>("ol[data-module]");
    if (!item || !list || !this.says) return;
    const items = [...list.querySelectorAll(ITEM)];
    const values: Record<string, string> = {
      name: item.dataset["title"] ?? "",
      module: list.dataset["title"] ?? "",
      place: String(items.indexOf(item) + 1),
      total: String(items.length),
    };
    const text = this.root.dataset[what] ?? "";
    this.says.textContent = text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  }
}

function add(form: HTMLFormElement, name: string, value: string): void {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
}

export function arrange(): void {
  const root = document.querySelector<HTMLElement>("[data-arrange]");
  if (root) new Arranger(root, document.querySelector("[data-arrange-says]"));
}
