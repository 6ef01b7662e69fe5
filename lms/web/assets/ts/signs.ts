// The signs and numbers of a source: what a translation still lacks of them, and putting them into its field.

export interface Sign {
  before: string;
  after: string;
  times: number;
}

/** A text as numbers are looked for in it: digits of the Arabic scripts as 0 to 9, and 60 (1) written as 60(1). */
function plain(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/([\d)])\s+(?=\()/g, "$1");
}

/** Cut a text where a sign stands; a number is no part of a longer one. */
function cut(text: string, sign: string): string[] {
  const isNumber = /^\d/.test(sign);
  const parts = [];
  let start = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
    if (isNumber && /\d/.test(text.charAt(at - 1) + text.charAt(at + sign.length))) continue;
    parts.push(text.slice(start, at));
    start = at + sign.length;
  }
  return [...parts, text.slice(start)];
}

function written(sign: Sign): string {
  // What a link begins with, many signs begin with: its address is its own.
  return sign.after || sign.before;
}

/** The first sign that the text has less often than the source, or nothing. */
export function firstMissing(signs: Sign[], text: string): Sign | undefined {
  let left = plain(text);
  const counts = new Map<Sign, number>();
  // The longer ones first: `**` is no two times `*`, and 16(2) has no 16.
  for (const sign of [...signs].sort((one, other) => written(other).length - written(one).length)) {
    const parts = cut(left, written(sign));
    left = parts.join("\u0000");
    counts.set(sign, (parts.length - 1) / (sign.before === sign.after ? 2 : 1));
  }
  return signs.find((sign) => (counts.get(sign) ?? 0) < sign.times);
}

/** Put a text in the place of what is selected, in a way that the browser can undo. */
export function type(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // Called old-fashioned, and the one way to write that Ctrl + Z takes back.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put a sign at the cursor; one that is about words is put around those selected. */
export function insert(field: HTMLTextAreaElement, sign: Sign): void {
  const words = field.value.slice(field.selectionStart, field.selectionEnd);
  type(field, sign.before + (sign.after ? words : "") + sign.after);
  if (!sign.after || words) return;
  const at = field.selectionStart - sign.after.length;
  field.setSelectionRange(at, at);
}

/** Make buttons of the signs that a page shows for copying, and give them their key. */
export function offerSigns(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  const items = [...form.querySelectorAll<HTMLElement>("[data-signs] > li")];
  const signs = items.map(({ dataset }) => ({ before: dataset.before ?? "", after: dataset.after ?? "", times: Number(dataset.times) }));
  items.forEach((item, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener("click", () => insert(field, signs[index] as Sign));
  });
  form.addEventListener("keydown", (event) => {
    // By the key's place too: a Russian or an Arabic keyboard has a letter there.
    const isWanted = event.key === "." || event.code === "Period";
    if (!isWanted || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    const sign = firstMissing(signs, field.value);
    if (sign) insert(field, sign);
  });
}
