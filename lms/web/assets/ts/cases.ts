// Which documents of a case are open stays so from question to question, as long as the tab is open.

function unfold(page: HTMLDetailsElement): void {
  const key = `case/${page.dataset.case}`;
  const folds = [page, ...page.querySelectorAll<HTMLDetailsElement>("details[data-document]")];
  const nameOf = (fold: HTMLDetailsElement) => fold.dataset.document ?? "";
  const kept = sessionStorage.getItem(key);
  if (kept !== null) {
    const open = new Set(kept.split(" "));
    // A name of its own says that the whole case is open: ids have no such sign.
    folds.forEach((fold) => (fold.open = open.has(nameOf(fold) || "*")));
  }
  const keep = () => {
    const open = folds.filter((fold) => fold.open).map((fold) => nameOf(fold) || "*");
    sessionStorage.setItem(key, open.join(" "));
  };
  folds.forEach((fold) => fold.addEventListener("toggle", keep));
  // Who folds and leaves at once is gone before a fold says so.
  addEventListener("pagehide", keep);
}

try {
  document.querySelectorAll<HTMLDetailsElement>("details[data-case]").forEach(unfold);
} catch {
  // A browser that keeps nothing shows each case as it comes.
}

export {};
