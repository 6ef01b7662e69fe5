// [data-ordering]: the items are moved themselves, by buttons or by their handle; each says its place in the list that
// stands there without script, and these lists are what is sent. Where an item comes to stand is said aloud.

const ITEM = "li";
const NEAR_THE_EDGE = 60;
const SCROLL_STEP = 12;

class Order {
  private drag: { item: HTMLElement; next: Element | null; pointer: number } | null = null;
  private listening = new AbortController();
  private readonly says: HTMLElement | null;

  constructor(readonly list: HTMLElement) {
    this.says = beside(list.nextElementSibling, "[data-ordering-says]");
    const acts = document.querySelector<HTMLTemplateElement>("template[data-ordering-acts]");
    if (!acts) return;
    this.items.forEach((item) => this.equip(item, acts));
    const hint = beside(this.list.previousElementSibling, "[data-ordering-hint]");
    if (hint) hint.textContent = hint.dataset["orderingHint"] ?? "";
    if (this.items.every((item) => select(item)?.value)) this.sort();
    else this.offerToKeep();
    // An answer that waited on the device was put back into the lists.
    this.list.closest("[data-answer]")?.addEventListener("restored", () => this.sort());
  }

  private get items(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(ITEM)];
  }

  private equip(item: HTMLElement, acts: HTMLTemplateElement): void {
    const field = select(item);
    if (field) field.hidden = true;
    item.append(acts.content.cloneNode(true));
    item.querySelectorAll("[data-name]").forEach((name) => (name.textContent = nameOf(item)));
    item.querySelectorAll<HTMLButtonElement>("[data-step]").forEach((button) => {
      button.addEventListener("click", () => this.step(item, Number(button.dataset["step"]), button));
    });
    const handle = item.querySelector<HTMLElement>(".handle");
    if (!handle) return;
    item.prepend(handle);
    handle.addEventListener("pointerdown", (event) => this.begin(item, event));
  }

  /** What was saved stands in its order. */
  private sort(): void {
    const place = (item: HTMLElement) => Number(select(item)?.value);
    this.list.append(...this.items.sort((one, other) => place(one) - place(other)));
    this.list.classList.add("arranged");
  }

  /** The order at hand may seem right to somebody: it becomes an answer only when she says so, or moves something. */
  private offerToKeep(): void {
    const offer = document.querySelector<HTMLTemplateElement>("template[data-ordering-keep]");
    const button = offer?.content.querySelector("button")?.cloneNode(true);
    if (!(button instanceof HTMLButtonElement)) return;
    this.list.after(button);
    button.addEventListener("click", () => this.keep());
    this.list.addEventListener("change", () => button.remove(), { once: true });
  }

  private step(item: HTMLElement, by: number, button: HTMLButtonElement): void {
    const to = by < 0 ? item.previousElementSibling : item.nextElementSibling?.nextElementSibling ?? null;
    if (by > 0 || to) this.list.insertBefore(item, to);
    button.focus();
    this.keep();
    this.say(item);
  }

  private keep(): void {
    this.list.classList.add("arranged");
    this.items.forEach((item, index) => {
      const field = select(item);
      if (field) field.value = String(index + 1);
    });
    select(this.list)?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private say(item: HTMLElement): void {
    const items = this.items;
    const values: Record<string, string> = {
      item: nameOf(item),
      place: String(items.indexOf(item) + 1),
      total: String(items.length),
    };
    const text = this.list.dataset["moved"] ?? "";
    if (this.says) this.says.textContent = text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  }

  private begin(item: HTMLElement, event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.drag = { item, next: item.nextElementSibling, pointer: event.pointerId };
    item.classList.add("dragged");
    const { signal } = this.listening;
    // On the document: an element that is moved loses whatever pointer it had captured.
    document.addEventListener("pointermove", (moved) => this.move(moved), { signal });
    document.addEventListener("pointerup", (up) => this.drop(up), { signal });
    document.addEventListener("pointercancel", () => this.cancel(), { signal });
    document.addEventListener("keydown", (key) => key.key === "Escape" && this.cancel(), { signal });
  }

  private move(event: PointerEvent): void {
    if (!this.drag || event.pointerId !== this.drag.pointer) return;
    if (event.clientY < NEAR_THE_EDGE) scrollBy(0, -SCROLL_STEP);
    else if (event.clientY > innerHeight - NEAR_THE_EDGE) scrollBy(0, SCROLL_STEP);
    const { item } = this.drag;
    const others = this.items.filter((other) => other !== item);
    const before = others.find((other) => {
      const box = other.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if (item.nextElementSibling !== (before ?? null)) this.list.insertBefore(item, before ?? null);
  }

  private drop(event: PointerEvent): void {
    if (!this.drag || event.pointerId !== this.drag.pointer) return;
    const { item, next } = this.drag;
    this.end();
    if (item.nextElementSibling === next) return;
    this.keep();
    this.say(item);
  }

  private cancel(): void {
    if (!this.drag) return;
    this.list.insertBefore(this.drag.item, this.drag.next);
    this.end();
  }

  private end(): void {
    this.drag?.item.classList.remove("dragged");
    this.drag = null;
    this.listening.abort();
    this.listening = new AbortController();
  }
}

/** A page may have several orders: each has its own hint before it and its own voice behind it. */
function beside(element: Element | null, kind: string): HTMLElement | null {
  return element instanceof HTMLElement && element.matches(kind) ? element : null;
}

function select(within: HTMLElement): HTMLSelectElement | null {
  return within.querySelector("select");
}

function nameOf(item: HTMLElement): string {
  return item.querySelector("label")?.textContent?.trim() ?? "";
}

document.querySelectorAll<HTMLElement>("[data-ordering]").forEach((list) => new Order(list));
