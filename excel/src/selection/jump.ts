/**
 * Ctrl+arrow: where the jump ends on one line of cells.
 * Excel's rule: inside a filled run, to its end; otherwise to the next filled cell, or the sheet's edge.
 *
 * @param filled whether the cell at an index (from 1) holds something; read as far as the jump goes, not further
 * @param lastUsed no cell after it is filled
 * @param limit the sheet's last index
 */
export async function findJump(
  filled: (index: number) => boolean | Promise<boolean>,
  from: number,
  step: 1 | -1,
  lastUsed: number,
  limit: number,
): Promise<number> {
  const isFilled = async (index: number) => index >= 1 && index <= lastUsed && (await filled(index));
  const edge = step === 1 ? limit : 1;
  if (from === edge) return from;
  let index = from + step;
  if ((await isFilled(from)) && (await isFilled(index))) {
    while (await isFilled(index + step)) index += step;
    return index;
  }
  if (step === -1 && index > lastUsed) index = lastUsed;
  for (; index >= 1 && index <= lastUsed; index += step) if (await isFilled(index)) return index;
  return edge;
}
