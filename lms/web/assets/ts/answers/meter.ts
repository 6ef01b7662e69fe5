// [data-answered-of]: how many questions are answered, moved when the server has an answer, and said once the number is another.
import type { News } from "./courier";
import { addressOf } from "./panel";

/** The addresses of the questions that the server had an answer to when it made the page. */
function begun(): { answered: Set<string>; total: number } {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".question-list a")];
  const answered = links.filter((link) => link.parentElement?.classList.contains("answered"));
  return { answered: new Set(answered.map((link, index) => addressOf(link) || String(index))), total: links.length };
}

function show(count: number, total: number): void {
  const language = document.documentElement.lang;
  const format = new Intl.NumberFormat(language === "ar" ? "ar-u-nu-latn" : language);
  document.querySelectorAll<HTMLElement>("[data-answered-of]").forEach((meter) => {
    const words = { done: format.format(count), total: format.format(total) };
    const text = (meter.dataset.answeredOf ?? "").replace(/\{(done|total)\}/g, (_, key: keyof typeof words) => words[key]);
    const bar = meter.querySelector("progress");
    if (bar) bar.value = count;
    bar?.setAttribute("aria-label", text);
    meter.querySelectorAll("span").forEach((line) => (line.textContent = text));
  });
}

/** Return what follows the answers that come to the server. */
export function reckon(): (news: News) => void {
  const { answered, total } = begun();
  return ({ address, place, isAnswer }) => {
    if (place !== "server") return;
    const before = answered.size;
    if (isAnswer) answered.add(address);
    else answered.delete(address);
    if (answered.size !== before) show(answered.size, total);
  };
}
