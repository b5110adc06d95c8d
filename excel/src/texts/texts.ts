import { en, type Texts } from './en.js';
import { zhCN } from './zh-CN.js';

export type { Texts };

/** The first of the user's languages that we speak; English when there is none. */
export function chooseTexts(languages: readonly string[]): { texts: Texts; language: string } {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return { texts: zhCN, language: 'zh-CN' };
    if (language.toLowerCase().startsWith('en')) return { texts: en, language: 'en' };
  }
  return { texts: en, language: 'en' };
}

const chosen = chooseTexts(typeof navigator === 'undefined' ? [] : navigator.languages);

/** Every text that the UI shows. */
export const texts: Texts = chosen.texts;
export const language = chosen.language;
