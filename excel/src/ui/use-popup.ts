import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { MenuPlace } from '../menu/Menu.js';

/**
 * A box over the page: where it is meant to be, as far as it fits, with the keyboard in its first field.
 * @param isFilled its size is another one then
 * @param onOutside the user has pointed at something else
 */
export function usePopup(
  box: RefObject<HTMLElement | null>,
  place: MenuPlace,
  isFilled: boolean,
  onOutside: () => void,
): void {
  useLayoutEffect(() => {
    const { width, height } = box.current!.getBoundingClientRect();
    box.current!.style.left = `${Math.max(6, Math.min(place.left, innerWidth - width - 6))}px`;
    box.current!.style.top = `${Math.max(6, Math.min(place.top, innerHeight - height - 6))}px`;
    box.current!.querySelector<HTMLElement>('input')?.focus();
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onOutside();
    };
    addEventListener('pointerdown', outside, { capture: true });
    return () => removeEventListener('pointerdown', outside, { capture: true });
  }, [isFilled]);
}
