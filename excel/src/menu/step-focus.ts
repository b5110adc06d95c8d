/**
 * The keys of menus and lists: arrows, Home, End, and letters that go to the next entry which begins with them.
 * @returns whether the key was one of them
 */
export function stepFocus(box: HTMLElement, selector: string, event: KeyboardEvent): boolean {
  const items = [...box.querySelectorAll<HTMLElement>(selector)];
  if (items.length === 0) return false;
  const current = items.indexOf(document.activeElement as HTMLElement);
  const at = (index: number) => items[(index + items.length) % items.length];
  const target = (() => {
    switch (event.key) {
      case 'ArrowDown':
        return at(current + 1);
      case 'ArrowUp':
        return at(current < 0 ? -1 : current - 1);
      case 'Home':
        return at(0);
      case 'End':
        return at(-1);
      default:
        return event.ctrlKey || event.metaKey || event.altKey
          ? undefined
          : byLetter(items, current, event.key);
    }
  })();
  target?.focus();
  return target !== undefined;
}

function byLetter(items: readonly HTMLElement[], current: number, key: string): HTMLElement | undefined {
  if (key.length !== 1 || key === ' ') return undefined;
  const after = [...items.slice(current + 1), ...items.slice(0, current + 1)];
  return after.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
