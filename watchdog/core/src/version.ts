/** Lifebound's own version, as in package.json (a test compares): the core reads no file. */
export const lifeboundVersion = '0.1.0';
