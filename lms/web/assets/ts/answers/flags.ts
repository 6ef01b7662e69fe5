// button[data-flag]: a flag is put up and taken down where it stands; without a connection the line beside it says so.
import { addressOf } from "./panel";

class Flag {
  private isSending = false;

  constructor(
    readonly button: HTMLButtonElement,
    readonly token: string,
  ) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!this.isSending) void this.send();
    });
  }

  private get address(): string {
    return new URL(this.button.dataset.flag ?? "", location.href).href;
  }

  private async send(): Promise<void> {
    this.isSending = true;
    const flag = this.button.value.split("-")[0] ?? "";
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: new URLSearchParams({ csrf_token: this.token, flag }),
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      });
      if (answer.ok) this.show(flag === "yes");
      this.say(answer.ok ? "" : (this.button.dataset.failed ?? ""));
    } catch {
      this.say(this.button.dataset.failed ?? "");
    }
    this.isSending = false;
  }

  private show(isFlagged: boolean): void {
    const { button } = this;
    button.value = button.value.replace(/^(yes|no)/, isFlagged ? "no" : "yes");
    const label = button.querySelector("[data-label]");
    if (label) label.textContent = (isFlagged ? button.dataset.down : button.dataset.up) ?? "";
    const question = this.address.replace(/\/flag$/, "");
    document.querySelectorAll<HTMLAnchorElement>(".question-list a").forEach((link) => {
      if (addressOf(link) !== question) return;
      link.parentElement?.classList.toggle("flagged", isFlagged);
      link.querySelector("[data-flagged]")?.remove();
      if (isFlagged) link.append(this.word(link.closest("ol")?.dataset.comma ?? ""));
    });
  }

  private word(comma: string): HTMLElement {
    const word = document.createElement("span");
    word.className = "hidden";
    word.dataset.flagged = "";
    word.textContent = `${comma}${this.button.form?.dataset.flagged ?? ""}`;
    return word;
  }

  private say(text: string): void {
    const line = this.button.parentElement?.querySelector("[data-flag-status]");
    if (line) line.textContent = text;
  }
}

export function raiseFlags(token: string): void {
  document.querySelectorAll<HTMLButtonElement>("button[data-flag]").forEach((button) => new Flag(button, token));
}
