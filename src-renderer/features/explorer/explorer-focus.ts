type Place = 'tree' | 'filter' | 'editor' | 'inspector' | 'address';
/** Takes the focus. @returns whether there was something to take it. */
type Take = () => boolean;

/** Where the keys of the explorer lead. Parts put themselves here while they are on the screen. */
const places: Record<Place, Take | null> = { tree: null, filter: null, editor: null, inspector: null, address: null };

export function offerFocus(place: Place, take: Take): () => void {
  places[place] = take;
  return () => {
    if (places[place] === take) places[place] = null;
  };
}

export function focusElement(element: HTMLElement | null | undefined): boolean {
  element?.focus();
  return element !== null && element !== undefined;
}

/** The part may only just be coming to the screen: it is asked for again over a few frames. */
export function focusSoon(place: Place, frames = 30): void {
  requestAnimationFrame(() => {
    if (places[place]?.() !== true && frames > 1) focusSoon(place, frames - 1);
  });
}
