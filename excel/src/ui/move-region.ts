/** F6, as in Excel: on to the next part of the window. */
export function moveRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  for (let tried = 1; tried <= regions.length; tried++) {
    const region = regions[(current + step * tried + regions.length * tried) % regions.length]!;
    const target = region.querySelector<HTMLElement>(
      'textarea, input, button:not(:disabled), [tabindex="0"]',
    );
    if (!target) continue;
    target.focus({ preventScroll: true });
    return;
  }
}
