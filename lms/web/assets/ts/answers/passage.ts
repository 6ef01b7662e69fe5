// [data-held]: without a connection a link would lead to the browser's own page of errors, and away from the question. It is
// held on the page then, which says so, until the server answers; while there is a connection, no link is touched.
import type { Courier } from "./courier";

const PATIENCE = 10_000;

/** Whether the server answers at all; whatever it says, the browser can show. */
async function answers(address: string): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    await fetch(address, { method: "HEAD", cache: "no-store", signal: stop.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** The link that a click follows in this tab to another page of this site, if it does. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return undefined;
  const isOfThisPage = link.hash !== "" && link.pathname === location.pathname && link.search === location.search;
  return isOfThisPage ? undefined : link;
}

class Passage {
  private wanted = "";
  private isTrying = false;

  constructor(
    readonly box: HTMLElement,
    readonly courier: Courier,
  ) {
    this.button.addEventListener("click", () => void this.pass(this.wanted));
    document.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (!link || (navigator.onLine && courier.trouble !== "offline")) return;
      event.preventDefault();
      void this.pass(link.href);
    });
    addEventListener("online", () => void this.look());
    courier.onRest(() => void (courier.trouble === "" && this.look()));
  }

  private get button(): HTMLButtonElement {
    return this.box.querySelector<HTMLButtonElement>("button")!;
  }

  /** Go there if the server answers; else stay, and say why where it is seen and read out. */
  private async pass(address: string): Promise<void> {
    this.wanted = address;
    if (this.isTrying) return;
    this.isTrying = true;
    void this.courier.send();
    const isThere = await answers(address);
    this.isTrying = false;
    if (isThere) return location.assign(this.wanted);
    this.say("none");
    this.box.hidden = false;
    this.box.focus();
  }

  /** Of a link that is held, say when the server can be reached again. */
  private async look(): Promise<void> {
    if (!this.box.hidden && (await answers(this.wanted))) this.say("back");
  }

  private say(state: "none" | "back"): void {
    const text = this.box.querySelector<HTMLElement>("[role=status]")!;
    text.textContent = text.dataset[state] ?? "";
    this.button.textContent = this.button.dataset[state] ?? "";
  }
}

export function holdLinks(courier: Courier): void {
  const box = document.querySelector<HTMLElement>("[data-held]");
  if (box) new Passage(box, courier);
}
