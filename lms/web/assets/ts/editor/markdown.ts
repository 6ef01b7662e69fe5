// What each tool does to the text: from the text and what is selected in it to an edit. Pure.
import type { Edit } from "./surface";

type Range = [number, number];
export type Tool = (text: string, selection: Range) => Edit;

const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";

/** Put signs around the selection, or take them off where they are; the words stay selected. */
function around(before: string, after = before): Tool {
  return (text, [from, to]) => {
    const isWrapped = text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after;
    const words = text.slice(from, to);
    if (isWrapped && from >= before.length) {
      const start = from - before.length;
      return { from: start, to: to + after.length, text: words, select: [start, start + words.length] };
    }
    const start = from + before.length;
    return { from, to, text: before + words + after, select: [start, start + words.length] };
  };
}

function linesOf(text: string, [from, to]: Range): Range {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = text.indexOf("\n", to);
  return [start, end < 0 ? text.length : end];
}

/** Begin each line of the selection with a mark, or take it off where all have it. */
function perLine(mark: (index: number) => string, pattern: RegExp): Tool {
  return (text, selection) => {
    const [from, to] = linesOf(text, selection);
    const lines = text.slice(from, to).split("\n");
    const hasAll = lines.every((line) => pattern.test(line));
    const changed = lines.map((line, index) => (hasAll ? "" : mark(index)) + line.replace(pattern, "")).join("\n");
    return { from, to, text: changed, select: [from, from + changed.length] };
  };
}

/** Put a block on lines of its own, an empty line before and after; `select` counts from the block's start. */
function block(text: string, [from, to]: Range, content: string, select: Range): Edit {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const trail = !after.trim() ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const start = from + lead.length;
  return { from, to, text: lead + content + trail, select: [start + select[0], start + select[1]] };
}

function box(kind: string): Tool {
  return (text, selection) => {
    const words = text.slice(...selection).trim();
    const start = `::: ${kind}\n`;
    return block(text, selection, `${start}${words}\n:::`, [start.length, start.length + words.length]);
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
    const escaped = words.replace(/([\[\]\\])/g, "\\$1");
    const target = /[\s()]/.test(address) ? `<${address}>` : address;
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
  heading: perLine(() => "## ", /^#{1,6} +/),
  subheading: perLine(() => "### ", /^#{1,6} +/),
  bold: around("**"),
  italic: around("*"),
  isolate: around(ISOLATE, END_OF_ISOLATE),
  list: perLine(() => "- ", /^[-*+] +/),
  numbers: perLine((index) => `${index + 1}. `, /^\d+[.)] +/),
  quote: perLine(() => "> ", /^> ?/),
  table,
  footnote,
  note: box("note"),
  case: box("case"),
  example: box("example"),
  task: box("task"),
};
