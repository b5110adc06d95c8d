/** Run inside the page, in Chromium and in the window's web view; so they use nothing from outside. */

/** True once cells of a workbook are drawn. */
export const hasCells = () =>
  [...document.querySelectorAll('revo-grid .rgCell')].some((cell) => cell.textContent !== '');

/**
 * Scrolls to each of `rows` (the sheet's column A holds the row's number) and gives the milliseconds until that row's
 * cell is drawn with its value and the frame after it has begun.
 */
export async function scrollTo(rows) {
  const rowHeight = 22;
  const scroller = [...document.querySelectorAll('revo-grid .vertical-inner')].at(-1);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isDrawn = (row) =>
    [...document.querySelectorAll(`revo-grid .rgCell[data-rgcol="0"][data-rgrow="${row - 1}"]`)].some(
      (cell) => cell.textContent === String(row),
    );
  const times = [];
  for (const row of rows) {
    const begin = performance.now();
    scroller.scrollTop = (row - 1) * rowHeight;
    while (!isDrawn(row)) {
      if (performance.now() - begin > 30_000) throw new Error(`row ${row} was not drawn in 30 s`);
      await frame();
    }
    await frame();
    times.push(performance.now() - begin);
  }
  return times;
}
