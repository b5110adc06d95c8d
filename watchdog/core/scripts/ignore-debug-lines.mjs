// For Stryker: DEBUG lines are for those who read the code, and no test holds their words.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'debug-lines', {
    shouldIgnore: (path) =>
      path.isCallExpression() && path.node.callee.name === 'debug' ? 'a DEBUG line' : undefined,
  }),
];
