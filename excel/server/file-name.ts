import { failure } from './failure.js';

const workbooks = /\.(xlsx|xlsm|xls|xlsb|ods)$/i;
const savedFiles = /\.(xlsx|xlsm|csv)$/i;

/** What no file system of ours takes, and what a shell or a page could stumble over. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const forbidden = /[\u0000-\u001f\u007f<>:"/\\|?*]/;

/** Longest name that every usual file system takes, in bytes. */
const maxBytes = 255;

/**
 * A name that came from a page: one plain file name of a workbook that is opened, or of a file that is saved.
 * @throws LifeboundFailure INVALID_PARAMS
 */
export function checkFileName(name: string | null, purpose: 'open' | 'save'): string {
  const [extensions, endings] =
    purpose === 'open'
      ? [workbooks, '.xlsx, .xlsm, .xls, .xlsb or .ods']
      : [savedFiles, '.xlsx, .xlsm or .csv'];
  if (!name || forbidden.test(name) || name.startsWith('.') || !extensions.test(name)) {
    throw failure(
      'INVALID_PARAMS',
      `"${(name ?? '').slice(0, 80)}" can not be the name of a file here. Give a plain file name that ends in ${endings}.`,
    );
  }
  if (Buffer.byteLength(name) > maxBytes) {
    throw failure(
      'INVALID_PARAMS',
      `The file name is ${Buffer.byteLength(name)} bytes long; ${maxBytes} is the most. Shorten it.`,
    );
  }
  return name;
}
