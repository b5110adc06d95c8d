import type { BackendClient, Unsubscribe } from '@lifebound/core';
import type { ServiceMethods, ServiceNotifications } from './api.js';
import { Calls } from './calls.js';
import type { Method } from './pending-call.js';

/**
 * Whether a call may be repeated by itself when the backend dies under it. Reads may; changes carry a key of their
 * own. Opening a file may: the service counts its attempts, and shows without the engine what it did not get through.
 */
const retryOf: Readonly<Record<Method, 'safe' | 'never'>> = {
  'service/info': 'safe',
  'workbook/open': 'safe',
  'workbook/new': 'never',
  'workbook/list': 'safe',
  'workbook/info': 'safe',
  'workbook/close': 'safe',
  'workbook/save': 'never',
  'sheet/window': 'safe',
  'sheet/attached': 'safe',
  'cell/choices': 'safe',
  'cell/link': 'safe',
  'cell/get': 'safe',
  'cells/set': 'safe',
  'cells/setMany': 'safe',
  'workbook/undo': 'safe',
  'workbook/redo': 'safe',
  'workbook/apply': 'safe',
  'workbook/saveCopy': 'never',
  'workbook/exportCsv': 'never',
  'workbook/setRecovery': 'safe',
  'workbook/takeOver': 'safe',
  'workbook/charts': 'safe',
  'workbook/chartData': 'safe',
  'workbook/pictures': 'safe',
  'workbook/picture': 'safe',
  'sheet/find': 'safe',
  'sheet/edge': 'safe',
  'range/stats': 'safe',
  'range/values': 'safe',
  'range/copy': 'safe',
  'range/distinct': 'safe',
  'range/resolve': 'safe',
  'recovery/list': 'safe',
  'recovery/open': 'never',
  'recovery/discard': 'safe',
  'quarantine/list': 'safe',
  'quarantine/retry': 'never',
  'quarantine/drop': 'safe',
  'settings/get': 'safe',
  'settings/set': 'safe',
  'service/cancel': 'safe',
};

/** The Excel service, typed. Every rejection is `{code, message}`. */
export class Service {
  readonly calls: Calls;
  readonly #client: BackendClient;

  constructor(client: BackendClient) {
    this.#client = client;
    this.calls = new Calls(client);
  }

  call<M extends Method>(
    method: M,
    params: ServiceMethods[M]['params'],
  ): Promise<ServiceMethods[M]['result']> {
    return this.calls.call(method, params, retryOf[method]) as Promise<ServiceMethods[M]['result']>;
  }

  onNotify<N extends keyof ServiceNotifications>(
    name: N,
    listener: (params: ServiceNotifications[N]) => void,
  ): Unsubscribe {
    return this.#client.onNotify(name, (params) => listener(params as ServiceNotifications[N]));
  }
}
