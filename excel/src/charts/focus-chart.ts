/** Round and round, in the order in which they stand in the file. */
export function focusNext(card: HTMLElement, step: 1 | -1): void {
  const cards = cardsOf(card.closest('.sheet')!);
  const next = cards[(cards.indexOf(card) + step + cards.length) % cards.length];
  next?.focus({ preventScroll: true });
}

function cardsOf(sheet: Element): HTMLElement[] {
  return [...sheet.querySelectorAll<HTMLElement>('[data-testid=chart]')];
}

/** From the cells to the first chart of the sheet. */
export function focusFirstChart(): void {
  const sheet = document.querySelector('.sheet');
  if (sheet) cardsOf(sheet)[0]?.focus({ preventScroll: true });
}
