import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { By } from 'selenium-webdriver';
import { onTestFinished } from 'vitest';
import { checkout } from '../window/build.js';
import { waitFor } from '../window/processes.js';
import { type AppWindow, type Desk, openDesk } from '../window/window.js';

const images = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const sample = fileURLToPath(new URL('../../samples/budget.xlsx', import.meta.url));
/** What fades in has done so, on a busy machine too. */
const fadeMs = 1_200;

export interface Studio {
  readonly desk: Desk;
  /** A copy of the sample, to be changed at will. */
  readonly workbook: string;
}

/** A display, an app that has nothing of the user's, and a workbook. */
export async function openStudio(env: Readonly<Record<string, string>> = {}): Promise<Studio> {
  const desk = await openDesk({ ...checkout, env: { ...checkout.env, ...env } });
  onTestFinished(() => desk.close());
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const workbook = join(folder, 'budget.xlsx');
  copyFileSync(sample, workbook);
  return { desk, workbook };
}

/** A locale of the pictures' own: the machine may have English only. @returns what makes a program speak it */
export function speakChinese(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-locale-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('localedef', ['-i', 'zh_CN', '-f', 'UTF-8', join(folder, 'zh_CN.UTF-8')]);
  return { LOCPATH: folder, LC_ALL: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export async function openWindow(desk: Desk, size: Size, ...args: readonly string[]): Promise<AppWindow> {
  const window = await desk.open(...args);
  onTestFinished(() => window.end());
  await resize(window, size);
  if (args.length > 0) await waitFor('the sheet', () => isDrawn(window, 'Result of the year 全年结余'));
  return window;
}

/** To what the page has, whatever the window has around it. */
export async function resize({ driver }: AppWindow, { width, height }: Size): Promise<void> {
  await driver.manage().window().setRect({ x: 0, y: 0, width, height });
  await waitFor('the new size', () =>
    driver.executeScript<boolean>('return Math.abs(innerWidth - arguments[0]) < 80', width),
  );
}

/** @param waitMs less for what is soon over */
export async function takePicture({ driver }: AppWindow, name: string, waitMs = fadeMs): Promise<void> {
  await sleep(waitMs);
  // Nothing is in a picture that has not been drawn.
  await driver.executeAsyncScript('requestAnimationFrame(() => requestAnimationFrame(arguments[0]))');
  mkdirSync(images, { recursive: true });
  writeFileSync(join(images, `${name}.png`), Buffer.from(await driver.takeScreenshot(), 'base64'));
}

export function isDrawn({ driver }: AppWindow, text: string): Promise<boolean> {
  return driver.executeScript(
    `return [...document.querySelectorAll('revo-grid [role=gridcell]')].some((cell) => cell.textContent.trim() === arguments[0])`,
    text,
  );
}

export async function click({ driver }: AppWindow, selector: string): Promise<void> {
  const element = await waitFor(selector, async () => (await driver.findElements(By.css(selector)))[0]);
  await element.click();
}

export function waitForElement({ driver }: AppWindow, selector: string): Promise<unknown> {
  return waitFor(selector, async () => (await driver.findElements(By.css(selector))).length > 0);
}
