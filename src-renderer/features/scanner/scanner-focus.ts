/** Where the keys of the scanner lead. Parts put themselves here while they are on the screen. */
const places: Record<'grid' | 'filter', (() => void) | null> = { grid: null, filter: null };

export function offerFocus(place: keyof typeof places, focus: () => void): () => void {
  places[place] = focus;
  return () => {
    if (places[place] === focus) places[place] = null;
  };
}

export const focusGrid = () => places.grid?.();
export const focusFilter = () => places.filter?.();
