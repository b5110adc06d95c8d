import type { CellStyle } from '../service/api.js';

/** Padding of a cell, left and right together, and its grid line; as in sheet.css. */
export const cellPadding = 9;

/** How wide a text is drawn, in CSS px; by a canvas, since asking the page would lay it out each time. */
export class TextRuler {
  readonly #context = document.createElement('canvas').getContext('2d');
  readonly #family: string;
  readonly #defaultSize: number;

  /** @param element whose font cells inherit */
  constructor(element: HTMLElement) {
    const { fontFamily, fontSize } = getComputedStyle(element);
    this.#family = fontFamily;
    this.#defaultSize = Number.parseFloat(fontSize);
  }

  measure(text: string, style: CellStyle | null): number {
    if (!this.#context) return 0;
    const size = style?.fontSizePt ? Math.round((style.fontSizePt * 96) / 72) : this.#defaultSize;
    const family = style?.fontName
      ? `"${style.fontName.replaceAll('"', '')}", ${this.#family}`
      : this.#family;
    this.#context.font = `${style?.italic ? 'italic ' : ''}${style?.bold ? '600 ' : ''}${size}px ${family}`;
    return this.#context.measureText(text).width;
  }
}
