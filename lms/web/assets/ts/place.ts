// form[data-keep-place]: the page that comes after it (the same text in another language, the same questions saved) opens at
// the same block, since the blocks of [data-place] are the same in every language. What is wrong is read first.

const KEY = "place";

interface Place {
  path: string;
  block: number;
  share: number;
}

function blocks(): HTMLElement[] {
  return [...(document.querySelector<HTMLElement>("[data-place]")?.children ?? [])] as HTMLElement[];
}

function remember(): void {
  const list = blocks();
  const block = list.findIndex((element) => element.getBoundingClientRect().bottom > 0);
  const box = list[block]?.getBoundingClientRect();
  const share = box ? Math.max(0, -box.top) / box.height : 0;
  if (!box || scrollY === 0) return;
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, block, share } satisfies Place));
}

function restore(): void {
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  sessionStorage.removeItem(KEY);
  if (document.querySelector("[role=alert]")) return;
  const place = JSON.parse(kept) as Place;
  const box = blocks()[place.block]?.getBoundingClientRect();
  if (place.path === location.pathname && box) scrollTo(0, scrollY + box.top + place.share * box.height);
}

export function keepPlace(): void {
  restore();
  document.addEventListener("submit", (event) => {
    if ((event.target as HTMLElement).matches("[data-keep-place]")) remember();
  });
}
