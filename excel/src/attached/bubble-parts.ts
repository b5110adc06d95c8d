import type { CellNote, CellRule } from '../service/api.js';
import { language, texts } from '../texts/texts.js';

/** Texts of a file are set as text, never as HTML. */
function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

export function promptPart(rule: CellRule | null): HTMLElement | null {
  if (!rule?.prompt && !rule?.promptTitle) return null;
  const part = element('div', 'prompt', '');
  if (rule.promptTitle) part.append(element('strong', '', rule.promptTitle));
  part.append(element('p', '', rule.prompt));
  return part;
}

export function notePart(note: CellNote | null): HTMLElement | null {
  if (!note) return null;
  const part = element('div', 'note-text', '');
  part.append(element('span', 'note-kind', note.thread ? texts.thread : texts.note));
  if (note.done) part.append(element('span', 'note-done', texts.threadDone));
  for (const { author, text, at } of note.remarks) {
    const remark = element('div', 'remark', '');
    if (author || note.thread) remark.append(element('strong', '', author || texts.unknownAuthor));
    if (at) remark.append(element('time', '', showTime(at)));
    remark.append(element('p', '', text));
    part.append(remark);
  }
  return part;
}

/** Said of a link; nothing where there is none. */
export function linkParts(tip: string | null): string[] {
  return tip === null ? [] : [`${texts.link}${tip ? `: ${tip}` : ''}`, texts.openByClick];
}

/** Excel writes UTC without saying so. */
function showTime(at: string): string {
  const time = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(at) ? at : `${at}Z`);
  if (Number.isNaN(time.getTime())) return at;
  return time.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}
