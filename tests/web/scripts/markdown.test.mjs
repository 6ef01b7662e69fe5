// What each tool of the page editor makes of a text and a selection. `|` marks both ends of what is selected, or the cursor.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TOOLS, figure, insert, link } from "../../../lms/web/assets/ts/editor/markdown.ts";

function read(marked) {
  const [before, selected, after] = marked.split("|");
  return after === undefined
    ? { text: before + selected, selection: [before.length, before.length] }
    : { text: before + selected + after, selection: [before.length, before.length + selected.length] };
}

function write(text, [from, to]) {
  const middle = from === to ? "|" : `|${text.slice(from, to)}|`;
  return text.slice(0, from) + middle + text.slice(to);
}

function run(tool, marked) {
  const { text, selection } = read(marked);
  const edit = tool(text, selection);
  return write(text.slice(0, edit.from) + edit.text + text.slice(edit.to), edit.select);
}

/** Check a tool on rows of [before, after]. */
function check(name, tool, rows) {
  rows.forEach(([before, after]) =>
    test(`${name}: ${JSON.stringify(before)}`, () => assert.equal(run(tool, before), after)),
  );
}

check("bold", TOOLS.bold, [
  ["must |shall| do", "must **|shall|** do"],
  ["must **|shall|** do", "must |shall| do"],
  ["|shall|", "**|shall|**"],
  ["a|b", "a**|**b"],
  ["*|shall|*", "***|shall|***"],
  ["***|shall|***", "*|shall|*"],
]);

check("italic", TOOLS.italic, [
  ["|shall|", "*|shall|*"],
  ["*|shall|*", "|shall|"],
  // Two stars are bold, and no italic to be taken off.
  ["**|shall|**", "***|shall|***"],
  ["***|shall|***", "**|shall|**"],
]);

check("isolate", TOOLS.isolate, [
  ["قال |shall| هنا", "قال \u2068|shall|\u2069 هنا"],
  ["قال \u2068|shall|\u2069 هنا", "قال |shall| هنا"],
]);

check("heading", TOOLS.heading, [
  ["|Duties|", "|## Duties|"],
  ["|## Duties|", "|Duties|"],
  ["|### Duties|", "|## Duties|"],
  // A cursor stays where it was among the words: what is typed next takes nothing away.
  ["Dut|ies", "## Dut|ies"],
  ["## Dut|ies", "Dut|ies"],
  ["|## Duties", "|Duties"],
  ["One\n\n|\n\nTwo", "One\n\n## |\n\nTwo"],
  ["|\nOne", "## |\nOne"],
  ["One\n|Two\n|Three", "One\n|## Two|\nThree"],
  ["One\nT|w|o\nThree", "One\n|## Two|\nThree"],
]);

check("subheading", TOOLS.subheading, [["|## Duties|", "|### Duties|"]]);

check("list", TOOLS.list, [
  ["|a\nb|", "|- a\n- b|"],
  ["|- a\n* b|", "|a\nb|"],
  ["|- a\nb|", "|- a\n- b|"],
  // An empty line stays one.
  ["|a\n\nb|", "|- a\n\n- b|"],
  ["|- a\n\n- b|", "|a\n\nb|"],
  ["a\n|", "a\n- |"],
]);

check("numbers", TOOLS.numbers, [
  ["|a\nb|", "|1. a\n2. b|"],
  ["|a\n\nb|", "|1. a\n\n2. b|"],
  ["|1. a\n7) b|", "|a\nb|"],
  ["|- a\n- b|", "|1. a\n2. b|"],
]);

check("quote", TOOLS.quote, [
  ["|a\nb|", "|> a\n> b|"],
  // Two paragraphs of one quotation.
  ["|a\n\nb|", "|> a\n>\n> b|"],
  ["|> a\n>\n> b|", "|a\n\nb|"],
]);

test("table: two columns, the cursor in the first cell", () => {
  const edit = TOOLS.table("Words", [5, 5]);
  assert.equal(edit.text, "\n\n|  |  |\n|---|---|\n|  |  |\n|  |  |\n");
  assert.deepEqual(edit.select, [9, 9]);
});

check("box", TOOLS.note, [
  ["|", "::: note\n|\n:::\n"],
  ["|Words|", "::: note\n|Words|\n:::\n"],
  ["One\n\n|Two|\n\nThree", "One\n\n::: note\n|Two|\n:::\n\nThree"],
  ["One\n|Two|\nThree", "One\n\n::: note\n|Two|\n:::\n\nThree"],
  ["One |Two| Three", "One \n\n::: note\n|Two|\n:::\n\n Three"],
  ["One|\n", "One\n\n::: note\n|\n:::\n"],
  // The outer box ends where its own colons stand.
  ["|::: case\nAda\n:::|", ":::: note\n|::: case\nAda\n:::|\n::::\n"],
]);

for (const kind of ["case", "example", "task"]) check(kind, TOOLS[kind], [["|a|", `::: ${kind}\n|a|\n:::\n`]]);

check("footnote", TOOLS.footnote, [
  ["Word| and more.\n", "Word[^1] and more.\n\n[^1]: |\n"],
  ["A[^1] b|.\n\n[^1]: One.\n", "A[^1] b[^2].\n\n[^1]: One.\n[^2]: |\n"],
  ["A[^note] b[^7]|\n\n[^note]: X.\n", "A[^note] b[^7][^8]\n\n[^note]: X.\n[^8]: |\n"],
  ["|Word|", "Word[^1]\n\n[^1]: |\n"],
]);

check("link", link("the text", "https://example.org/a"), [
  ["See |it|.", "See [the text](https://example.org/a)|."],
  ["|", "[the text](https://example.org/a)|"],
]);
check("link with brackets", link("[a] \\ b", "pages/map.md"), [["|", "[\\[a\\] \\\\ b](pages/map.md)|"]]);
check("link with spaces", link("a", "https://example.org/a (b)"), [["|", "[a](<https://example.org/a (b)>)|"]]);
check("link out of its brackets", link("a", "https://example.org/> x"), [["|", "[a](<https://example.org/%3E x>)|"]]);
check("link without words", link("", "https://example.org/a"), [["|", "[https://example.org/a](https://example.org/a)|"]]);

check("figure", figure("media/ladder.png", "A [wooden] ladder", 'From "may" to shall'), [
  ["One|Two", 'One\n\n![A \\[wooden\\] ladder](media/ladder.png "From \\"may\\" to shall")|\n\nTwo'],
]);
check("figure without a caption", figure("media/ladder.png", "A ladder", ""), [["|", "![A ladder](media/ladder.png)|\n"]]);

check("insert within a line", insert("*new*"), [["a|b|c", "a*new*|c"]]);
check("insert several blocks", insert("One\n\nTwo"), [["a|b|c", "a\n\nOne\n\nTwo|\n\nc"]]);

const SAMPLE = "\n## Duties\n\nA *State* **shall**[^1].\n\n- one\n- two\n\n::: note\nWords\n:::\n\n[^1]: Article 5.\n\n";

/** Every selection of the sample. */
function* selections() {
  for (let from = 0; from <= SAMPLE.length; from += 1)
    for (let to = from; to <= SAMPLE.length; to += 1) yield [from, to];
}

const EVERY = { ...TOOLS, link: link("a", "b"), figure: figure("media/a.png", "a", ""), insert: insert("a\nb") };
for (const [name, tool] of Object.entries(EVERY))
  test(`${name}: an edit is of the selection's own lines and selects a part of what it leaves`, () => {
    for (const [from, to] of selections()) {
      const edit = tool(SAMPLE, [from, to]);
      const [start, end] = edit.select;
      const length = SAMPLE.length - (edit.to - edit.from) + edit.text.length;
      const where = JSON.stringify([from, to, edit]);
      assert.ok(0 <= edit.from && edit.from <= edit.to && edit.to <= SAMPLE.length, where);
      assert.ok(0 <= start && start <= end && end <= length, where);
    }
  });

for (const name of ["bold", "italic", "isolate"])
  test(`${name}: twice is not at all`, () => {
    for (const [from, to] of selections()) {
      const once = TOOLS[name](SAMPLE, [from, to]);
      const text = SAMPLE.slice(0, once.from) + once.text + SAMPLE.slice(once.to);
      const twice = TOOLS[name](text, once.select);
      assert.equal(text.slice(0, twice.from) + twice.text + text.slice(twice.to), SAMPLE, JSON.stringify([from, to]));
    }
  });
