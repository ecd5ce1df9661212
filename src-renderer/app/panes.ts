/** Panes are elements with `data-pane`; F6 walks them in document order and returns to where the focus was in each. */
const lastFocus = new WeakMap<Element, HTMLElement>();

const FOCUSABLE =
  'button:not([disabled]), [href], input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"], [role="separator"])';

function isVisible(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

/** Remembers what held the focus in each pane. @returns stops remembering. */
export function followPaneFocus(): () => void {
  const onFocus = (event: FocusEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const pane = event.target.closest('[data-pane]');
    if (pane && pane !== event.target) lastFocus.set(pane, event.target);
  };
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}

export function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(isVisible);
  if (panes.length === 0) return;
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = here < 0 && step < 0 ? 0 : here;
  const next = panes[(from + step + panes.length) % panes.length];
  if (next) focusPane(next);
}

/** When what held the focus has gone from the screen, the main pane takes it, so that keys go on working there. */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && active !== document.body && isVisible(active)) return;
    const main = [...document.querySelectorAll<HTMLElement>('main section[data-pane]')].find(isVisible);
    if (main) focusPane(main);
  });
}

function focusPane(pane: HTMLElement): void {
  const last = lastFocus.get(pane);
  const wanted = last && isVisible(last) && pane.contains(last) ? last : null;
  const marked = [...pane.querySelectorAll<HTMLElement>('[data-pane-focus]')].find(isVisible);
  const first = [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isVisible);
  (wanted ?? marked ?? first ?? pane).focus();
}
