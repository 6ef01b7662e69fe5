// What each tool does to the text: from the text and what is selected in it to an edit. Pure.
import type { Edit } from "./surface";

type Range = [number, number];
export type Tool = (text: string, selection: Range) => Edit;

const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";
// A list of one kind gives way to a list of the other.
const LIST_MARK = /^(?:[-*+]|\d+[.)]) +/;

type IsOn = (text: string, from: number, to: number) => boolean;

/** Put signs around the selection, or take them off where they are; the words stay selected. */
function around(before: string, after: string, isOn: IsOn): Tool {
  return (text, [from, to]) => {
    const words = text.slice(from, to);
    if (isOn(text, from, to)) {
      const start = from - before.length;
      return { from: start, to: to + after.length, text: words, select: [start, start + words.length] };
    }
    const start = from + before.length;
    return { from, to, text: before + words + after, select: [start, start + words.length] };
  };
}

/** How many stars stand at both ends of the selection: one is italic, two are bold, three are both. */
function starsAround(text: string, from: number, to: number): number {
  const before = /\**$/.exec(text.slice(0, from))?.[0] ?? "";
  const after = /^\**/.exec(text.slice(to))?.[0] ?? "";
  return Math.min(before.length, after.length);
}

function linesOf(text: string, [from, to]: Range): Range {
  // Whoever selects whole lines selects the last one's end, and nothing of the line below.
  const last = to > from && text[to - 1] === "\n" ? to - 1 : to;
  const start = from ? text.lastIndexOf("\n", from - 1) + 1 : 0;
  const end = text.indexOf("\n", last);
  return [start, end < 0 ? text.length : end];
}

interface Mark {
  write: (index: number) => string;
  /** What gives way to the mark. */
  replaces: RegExp;
  /** What is the mark already. */
  is?: RegExp;
  /** Where an empty line among the others is marked too. */
  isOnEmpty?: boolean;
}

/** Begin each line of the selection with a mark, or take it off where all have it; a cursor stays among its words. */
function perLine({ write, replaces, is = replaces, isOnEmpty = false }: Mark): Tool {
  return (text, selection) => {
    const [from, to] = linesOf(text, selection);
    const lines = text.slice(from, to).split("\n");
    const isMarked = (line: string) => isOnEmpty || lines.length === 1 || line.trim() !== "";
    const isOff = lines.filter(isMarked).every((line) => is.test(line));
    let index = 0;
    const change = (line: string) => {
      if (!isMarked(line)) return line;
      const words = line.replace(replaces, "");
      if (isOff) return words;
      const mark = write(index++);
      return words || lines.length === 1 ? mark + words : mark.trimEnd();
    };
    const changed = lines.map(change).join("\n");
    const at = Math.max(from, selection[0] + changed.length - (to - from));
    return { from, to, text: changed, select: selection[0] === selection[1] ? [at, at] : [from, from + changed.length] };
  };
}

/** Put a block on lines of its own, an empty line before and after; `select` counts from the block's start. */
function block(text: string, [from, to]: Range, content: string, select: Range): Edit {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const trail = !after.trim() ? (after.startsWith("\n") ? "" : "\n") : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const start = from + lead.length;
  return { from, to, text: lead + content + trail, select: [start + select[0], start + select[1]] };
}

function box(kind: string): Tool {
  return (text, selection) => {
    const words = text.slice(...selection).trim();
    // A box within this one would end it: the outer one has more colons.
    const within = [...words.matchAll(/^:{3,}/gm)].map((found) => found[0].length);
    const colons = ":".repeat(Math.max(3, ...within.map((length) => length + 1)));
    const start = `${colons} ${kind}\n`;
    return block(text, selection, `${start}${words}\n${colons}`, [start.length, start.length + words.length]);
  };
}

function table(text: string, selection: Range): Edit {
  return block(text, selection, "|  |  |\n|---|---|\n|  |  |\n|  |  |", [2, 2]);
}

function footnote(text: string, [, to]: Range): Edit {
  const taken = [...text.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
  const number = Math.max(0, ...taken) + 1;
  const rest = text.slice(to).replace(/\n+$/, "");
  const isNote = /\n\[\^[^\]]+\]:[^\n]*$/.test(text.slice(0, to) + rest);
  const added = `[^${number}]${rest}${isNote ? "\n" : "\n\n"}[^${number}]: `;
  const end = to + added.length;
  return { from: to, to: text.length, text: added + "\n", select: [end, end] };
}

export function link(words: string, address: string): Tool {
  return (text, [from, to]) => {
    // A link that says nothing cannot be followed: it says where it leads.
    const escaped = (words || address).replace(/([\[\]\\])/g, "\\$1");
    const target = /[\s()<>]/.test(address) ? `<${address.replace(/[<>]/g, encodeURIComponent)}>` : address;
    const written = `[${escaped}](${target})`;
    return { from, to, text: written, select: [from + written.length, from + written.length] };
  };
}

export function figure(file: string, alt: string, caption: string): Tool {
  return (text, selection) => {
    const title = caption ? ` "${caption.replace(/(["\\])/g, "\\$1")}"` : "";
    const written = `![${alt.replace(/([\[\]\\])/g, "\\$1")}](${file}${title})`;
    return block(text, [selection[1], selection[1]], written, [written.length, written.length]);
  };
}

/** Markdown from elsewhere: within a line it stays there, several blocks stand by themselves. */
export function insert(markdown: string): Tool {
  return (text, [from, to]) => {
    if (markdown.includes("\n")) return block(text, [from, to], markdown, [markdown.length, markdown.length]);
    return { from, to, text: markdown, select: [from + markdown.length, from + markdown.length] };
  };
}

export const TOOLS: Record<string, Tool> = {
  heading: perLine({ write: () => "## ", replaces: /^#{1,6} +/, is: /^## +/ }),
  subheading: perLine({ write: () => "### ", replaces: /^#{1,6} +/, is: /^### +/ }),
  bold: around("**", "**", (...where) => starsAround(...where) >= 2),
  italic: around("*", "*", (...where) => starsAround(...where) % 2 === 1),
  isolate: around(ISOLATE, END_OF_ISOLATE, (text, from, to) => text[from - 1] === ISOLATE && text[to] === END_OF_ISOLATE),
  list: perLine({ write: () => "- ", replaces: LIST_MARK, is: /^[-*+] +/ }),
  numbers: perLine({ write: (index) => `${index + 1}. `, replaces: LIST_MARK, is: /^\d+[.)] +/ }),
  // An empty line within a quotation parts its paragraphs; without the sign it would end it.
  quote: perLine({ write: () => "> ", replaces: /^> ?/, isOnEmpty: true }),
  table,
  footnote,
  note: box("note"),
  case: box("case"),
  example: box("example"),
  task: box("task"),
};
