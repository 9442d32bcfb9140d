/** The public page of a parcel: whether the label that led here is still the parcel's. */

interface Standing {
  is_current: boolean;
}

/** Asks about the mark behind `#`, which browsers do not send by themselves; shows what is so. */
export async function judgeLabel(root: ParentNode = document, hash = location.hash): Promise<void> {
  const place = root.querySelector<HTMLElement>("[data-label]");
  const mark = hash.slice(1);
  if (!place?.dataset.label || !mark) return;
  const asked = new URLSearchParams({ mark });
  const response = await fetch(`${place.dataset.label}?${asked.toString()}`).catch(() => null);
  if (!response?.ok) return;
  const { is_current } = (await response.json()) as Standing;
  const note = place.querySelector<HTMLElement>(`[data-when="${is_current ? "current" : "outdated"}"]`);
  if (note) note.hidden = false;
}
