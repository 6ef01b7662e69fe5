// What comes from a word processor or a web page is made Markdown, shown as it will look, and kept only then.
import TurndownService from "turndown";
import { insert } from "./markdown";
import type { Server } from "./server";
import type { Surface } from "./surface";
import { ask } from "./toolbar";

const DROPPED = ["style", "script", "head", "meta", "link", "title", "iframe", "object", "svg", "form", "button", "input", "select", "textarea"];

function makeConverter(): TurndownService {
  const service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*", codeBlockStyle: "fenced" });
  service.remove(DROPPED as (keyof HTMLElementTagNameMap)[]);
  // A page has one title; a heading within it begins at the second level.
  service.addRule("headings", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, node) => {
      const words = content.replace(/\*\*|\s*\n\s*/g, " ").trim();
      return words ? `\n\n${"#".repeat(Math.max(2, Number(node.nodeName[1])))} ${words}\n\n` : "";
    },
  });
  service.addRule("items", {
    filter: "li",
    replacement: (content, node) => {
      const list = node.parentNode as HTMLElement;
      const mark = list.nodeName === "OL" ? `${[...list.children].indexOf(node as HTMLElement) + 1}. ` : "- ";
      return `${mark}${content.trim().replace(/\n+/g, `\n${" ".repeat(mark.length)}`)}\n`;
    },
  });
  service.addRule("links", {
    filter: (node) => node.nodeName === "A",
    replacement: (content, node) => {
      const address = (node as HTMLElement).getAttribute("href") ?? "";
      return content.trim() && /^(https?:|mailto:)/i.test(address) ? `[${content.trim()}](${address.replace(/[()\s]/g, encodeURIComponent)})` : content;
    },
  });
  // A page shows what stands in the library alone: a picture's address leads to the writer's disk, or to another site.
  service.addRule("pictures", { filter: "img", replacement: () => "" });
  service.addRule("tables", {
    filter: "table",
    replacement: (_content, node) => tableOf(node as HTMLTableElement, (cell) => service.turndown(cell.innerHTML)),
  });
  return service;
}

function tableOf(table: HTMLTableElement, convert: (cell: HTMLElement) => string): string {
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => {
      const words = convert(cell).replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|").trim();
      return [words, ...Array<string>(Math.max(0, cell.colSpan - 1)).fill("")];
    }),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!width) return "";
  // A table of one cell is a frame around a text.
  if (width === 1 && rows.length === 1) return `\n\n${rows[0]?.[0] ?? ""}\n\n`;
  const line = (cells: string[]) => `| ${[...cells, ...Array<string>(width - cells.length).fill("")].join(" | ")} |`;
  const [head = [], ...body] = rows;
  return `\n\n${[line(head), `|${"---|".repeat(width)}`, ...body.map(line)].join("\n")}\n\n`;
}

/** Word writes its lists as paragraphs that say their level and carry their mark as text. */
function mendLists(root: HTMLElement): void {
  let list: HTMLElement | null = null;
  for (const item of [...root.querySelectorAll<HTMLElement>("p[data-style*='mso-list'], p[class*='MsoListParagraph']")]) {
    const mark = item.querySelector<HTMLElement>("span[data-style*='mso-list:Ignore'], span[data-style*='mso-list: Ignore']");
    const isNumbered = /^\W*(\d+|[a-z]|[ivx]+)[.)]/i.test(mark?.textContent ?? item.textContent ?? "");
    mark?.remove();
    const entry = document.createElement("li");
    entry.append(...item.childNodes);
    const kind = isNumbered ? "OL" : "UL";
    if (!list || list.nextElementSibling !== item || list.nodeName !== kind) {
      list = document.createElement(kind);
      item.before(list);
    }
    list.append(entry);
    item.remove();
  }
}

/** What says bold or italic in its style alone, says it as an element; what says that it is hidden goes. */
function mendStyles(root: HTMLElement): void {
  root.querySelectorAll<HTMLElement>("[data-style*='mso-hide'], [data-style*='display:none'], [data-style*='display: none']").forEach((gone) => gone.remove());
  for (const span of root.querySelectorAll<HTMLElement>("span, font, b, strong")) {
    const style = span.dataset.style ?? "";
    // Word says mso-bidi-font-weight too, which is another thing.
    const isBold = /(^|[;\s])font-weight:\s*(bold|[6-9]00)/i.test(style);
    const isItalic = /(^|[;\s])font-style:\s*italic/i.test(style);
    const isPlainBold = /^(B|STRONG)$/.test(span.nodeName) && /(^|[;\s])font-weight:\s*(normal|400)/i.test(style);
    if (isPlainBold) span.replaceWith(...span.childNodes);
    else if (span.nodeName === "SPAN" && (isBold || isItalic) && span.textContent?.trim()) {
      const mark = document.createElement(isBold ? "strong" : "em");
      mark.append(...span.childNodes);
      span.append(mark);
    }
  }
}

function dropNoise(root: HTMLElement): void {
  const comments = document.createNodeIterator(root, NodeFilter.SHOW_COMMENT);
  for (let node = comments.nextNode(); node; node = comments.nextNode()) node.parentNode?.removeChild(node);
  [...root.querySelectorAll("*")].filter((node) => node.nodeName.includes(":")).forEach((node) => node.replaceWith(...node.childNodes));
}

/** Our policy forbids inline styles even where nothing is shown, and says each aloud; they are only read here. */
function quieten(html: string): string {
  const bare = html.replace(/<style[\s>][^]*?<\/style\s*>/gi, "");
  return bare.replace(/<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi, (tag) =>
    tag.replace(/"[^"]*"|'[^']*'|([\s/])style(?=\s*=)/gi, (found, before?: string) => (before ? `${before}data-style` : found)),
  );
}

let converter: TurndownService | undefined;

interface Cleaned {
  text: string;
  hadPictures: boolean;
}

/** Return clean Markdown of what a clipboard holds as HTML; the HTML is parsed and never shown. */
function clean(html: string): Cleaned {
  const root = new DOMParser().parseFromString(quieten(html), "text/html").body;
  dropNoise(root);
  mendLists(root);
  mendStyles(root);
  converter ??= makeConverter();
  const text = converter.turndown(root).replace(/\u00a0/g, " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
  return { text, hadPictures: root.querySelector("img") !== null };
}

/** Text with a structure is worth a look; bare words, as from our own text area, are not. */
function hasStructure(html: string): boolean {
  return /<(h[1-6]|p|ul|ol|li|table|b|i|em|strong|a|br|div|span|img)[\s>]/i.test(html);
}

export function watchPaste(target: HTMLElement, surface: () => Surface, server: Server): void {
  const dialog = document.querySelector<HTMLDialogElement>("#paste-dialog");
  const field = dialog?.querySelector<HTMLTextAreaElement>("[name=text]");
  const shown = dialog?.querySelector<HTMLElement>("[data-pasted]");
  const hint = dialog?.querySelector<HTMLElement>("[data-pictures]");
  if (!dialog || !field || !shown || !hint) return;
  let timer = 0;
  const draw = async () => {
    const html = await server.preview(field.value);
    const page = new DOMParser().parseFromString(html ?? "", "text/html").querySelector(".prose");
    shown.replaceChildren(...(page ? [document.adoptNode(page)] : []));
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void draw(), 500);
  });
  const offer = async ({ text: cleaned, hadPictures }: Cleaned, plain: string) => {
    const selection = surface().selection();
    field.value = cleaned;
    hint.hidden = !hadPictures;
    void draw();
    const answer = await ask(dialog);
    const text = answer === "plain" ? plain.replace(/\r\n?/g, "\n") : field.value.trim();
    if (answer) surface().apply(insert(text)(surface().text(), selection));
    surface().focus();
  };
  target.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      const plain = event.clipboardData?.getData("text/plain") ?? "";
      if (!hasStructure(html)) return;
      const cleaned = clean(html);
      if (cleaned.text === plain.trim() && !cleaned.hadPictures) return;
      event.preventDefault();
      event.stopPropagation();
      void offer(cleaned, plain);
    },
    { capture: true },
  );
}
