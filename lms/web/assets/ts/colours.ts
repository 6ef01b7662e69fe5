// The editor with colours (CodeMirror 6), a bundle of its own, loaded when somebody switches it on. Each line has the direction
// of its own words; signs that nobody sees, such as those of direction, are shown. The text area beneath keeps the text.
// An area with data-lines holds the text of a file: its lines are numbered, and those that are wrong are marked.
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { HighlightStyle, Language, bidiIsolates, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";
import type { Edit, Surface } from "./editor/surface";

const markdown = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");

const style = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "bold", color: "var(--primary)" },
  { tag: tags.strong, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--info)" },
  { tag: tags.monospace, color: "var(--accent)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: "var(--muted)" },
  { tag: tags.quote, color: "var(--accent)" },
]);

const look = EditorView.theme({
  "&": { border: "1.5px solid var(--edge)", borderRadius: "var(--radius)", background: "var(--surface)", color: "var(--ink)", maxBlockSize: "70vh" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto", minBlockSize: "20rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.75rem" },
  ".cm-gutters": { fontSize: "0.9rem", background: "transparent", color: "var(--muted)", border: "0" },
  ".cm-wrong": { background: "var(--danger-soft)" },
  ".cm-cursor": { borderInlineStartColor: "var(--ink)" },
});

const ownDirection = Decoration.line({ attributes: { dir: "auto" } });

function directions(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (let at = view.viewport.from; at <= view.viewport.to; ) {
    const line = view.state.doc.lineAt(at);
    builder.add(line.from, line.from, ownDirection);
    at = line.to + 1;
  }
  return builder.finish();
}

const lineDirections = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = directions(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = directions(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const wrongLine = Decoration.line({ class: "cm-wrong" });

/** Marks lines by their numbers; the marks go along with the text that is written. */
function wrongLines(numbers: number[]): Extension {
  return StateField.define<DecorationSet>({
    create: ({ doc }) => Decoration.set(numbers.filter((line) => line <= doc.lines).map((line) => wrongLine.range(doc.line(line).from))),
    update: (marks, { changes }) => marks.map(changes),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** What differs between prose and the text of a file. */
function manner(area: HTMLTextAreaElement): Extension {
  const { lines } = area.dataset;
  if (lines === undefined) return [EditorView.perLineTextDirection.of(true), lineDirections, bidiIsolates(), markdown, syntaxHighlighting(style)];
  return [lineNumbers(), wrongLines(lines.split(" ").filter(Boolean).map(Number))];
}

function surfaceOf(view: EditorView): Surface {
  return {
    text: () => view.state.doc.toString(),
    selection: () => [view.state.selection.main.from, view.state.selection.main.to],
    apply: ({ from, to, text, select }: Edit) => {
      view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: select?.[0] ?? from + text.length, head: select?.[1] ?? from + text.length }, scrollIntoView: true, userEvent: "input" });
      view.focus();
    },
    replaceAll: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    undo: () => void undo(view),
    redo: () => void redo(view),
    focus: () => view.focus(),
  };
}

/** Put the editor in the place of a text area, which goes on holding the text; `close` gives its place back. */
export function openColours(area: HTMLTextAreaElement, nonce: string): { surface: Surface; close: () => void } {
  const label = area.labels?.[0]?.textContent ?? "";
  const tell = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  const about = { "aria-label": label, lang: area.lang, spellcheck: String(area.spellcheck), "aria-describedby": area.getAttribute("aria-describedby") ?? "" };
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: Math.min(area.selectionStart, area.value.length) },
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(about),
        manner(area),
        highlightSpecialChars(),
        history(),
        keymap.of([...defaultKeymap.filter(({ key }) => key !== "Mod-i"), ...historyKeymap]),
        look,
        tell,
      ],
    }),
  });
  view.dom.dir = area.dir;
  area.before(view.dom);
  area.hidden = true;
  const close = () => {
    view.destroy();
    area.hidden = false;
    area.focus();
  };
  return { surface: surfaceOf(view), close };
}
