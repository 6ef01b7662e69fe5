// textarea[data-words]: counts the words as they are written, as lms/questions/essay.py does, in the element that it names.

const SIGN = "[\\u3400-\\u9fff\\uf900-\\ufaff]";
const PART = `(?:(?!${SIGN})[\\p{L}\\p{N}_])+`;
const WORD = new RegExp(`${SIGN}|${PART}(?:['’-]${PART})*`, "gu");

export function count(text: string): number {
  // Marks over and under letters part no word.
  return text.normalize("NFC").replace(/\p{M}/gu, "").match(WORD)?.length ?? 0;
}

export function countWords(): void {
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "ar" ? "ar-u-nu-latn" : language);
  for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-words]")) {
    const output = document.getElementById(area.dataset.words ?? "");
    const said = output?.dataset.said;
    if (!output || !said) continue;
    // Not at each key: what is read out while somebody writes is noise.
    area.addEventListener("change", () => {
      output.textContent = said.replace("{count}", numbers.format(count(area.value)));
    });
  }
}
