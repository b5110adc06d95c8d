import { Key } from 'selenium-webdriver';
import { waitFor } from './processes.js';
import type { AppWindow } from './window.js';

/** What is selected, as `{top, left, bottom, right}`. */
export async function selectionOf(window: AppWindow): Promise<string> {
  return (
    (await window.driver.executeScript<string>(
      `return document.querySelector('.sheet')?.dataset.selection`,
    )) ?? ''
  );
}

/** By the name box, as a user would go to a far cell. */
export async function goTo(window: AppWindow, name: string): Promise<void> {
  const nameBox = await window.find('name-box');
  await nameBox.click();
  // One by one: keys sent along with a chord would come with the chord's Ctrl.
  await nameBox.sendKeys(Key.chord(Key.CONTROL, 'a'));
  await nameBox.sendKeys(name);
  await nameBox.sendKeys(Key.ENTER);
  await waitFor(`the cursor in ${name}`, async () => {
    const hasKeyboard = await window.driver.executeScript<boolean>(
      `return document.activeElement?.dataset.testid === 'cell-input'`,
    );
    return hasKeyboard && (await window.driver.executeScript<boolean>(isThere, name));
  });
}

/** Runs in the page. */
const isThere = `
  const [first, last = first] = arguments[0].split(':');
  const column = (name) => [...name.replace(/\\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const row = (name) => Number(name.replace(/\\D/g, ''));
  const { top, left, bottom, right } = JSON.parse(document.querySelector('.sheet').dataset.selection);
  return top === row(first) && left === column(first) && bottom === row(last) && right === column(last);
`;

/** Into what has the keyboard. */
export async function type(window: AppWindow, ...keys: string[]): Promise<void> {
  await (await window.driver.switchTo().activeElement()).sendKeys(...keys);
}

/** Keys held together: `press(window, Key.CONTROL, 'c')`. */
export async function press(window: AppWindow, ...keys: [...string[], string]): Promise<void> {
  const held = keys.slice(0, -1);
  let actions = window.driver.actions();
  for (const key of held) actions = actions.keyDown(key);
  actions = actions.sendKeys(keys.at(-1)!);
  for (const key of held.reverse()) actions = actions.keyUp(key);
  await actions.perform();
}

/** By the name box: into a cell, confirmed by Enter. */
export async function enter(window: AppWindow, cell: string, text: string): Promise<void> {
  await goTo(window, cell);
  await type(window, text);
  await type(window, Key.ENTER);
}

/** The drawn text of a cell; `null`: it is hidden, or not on the screen. */
export function textOf(window: AppWindow, cell: string): Promise<string | null> {
  return window.driver.executeScript(
    `const column = [...arguments[0].replace(/\\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
     const row = arguments[0].replace(/\\D/g, '');
     const found = document.querySelector('revo-grid [role=gridcell][aria-rowindex="' + row + '"][aria-colindex="' + column + '"]');
     return found?.getClientRects().length ? found.textContent.trim() : null;`,
    cell,
  );
}

export function waitForText(window: AppWindow, cell: string, text: string): Promise<unknown> {
  return waitFor(`${text} in ${cell}`, async () => (await textOf(window, cell)) === text);
}
