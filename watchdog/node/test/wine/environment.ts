/** Of every process of Wine's: its own Windows, no chatter, and no offer to download what it lacks. */
export function wineEnvironment(prefix: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: prefix,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    // Wine calls itself an older Windows than Node asks for.
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
}
