/**
 * Ctrl+arrow: where the jump ends on one line of cells.
 * Excel's rule: inside a filled run, to its end; otherwise to the next filled cell, or the sheet's edge.
 *
 * @param filled whether the cell at an index (from 1) holds something
 * @param lastUsed no cell after it is filled
 * @param limit the sheet's last index
 */
export function findJump(
  filled: (index: number) => boolean,
  from: number,
  step: 1 | -1,
  lastUsed: number,
  limit: number,
): number {
  const isFilled = (index: number) => index >= 1 && index <= lastUsed && filled(index);
  const edge = step === 1 ? limit : 1;
  if (from === edge) return from;
  let index = from + step;
  if (isFilled(from) && isFilled(index)) {
    while (isFilled(index + step)) index += step;
    return index;
  }
  if (step === -1 && index > lastUsed) index = lastUsed;
  for (; index >= 1 && index <= lastUsed; index += step) if (isFilled(index)) return index;
  return edge;
}
