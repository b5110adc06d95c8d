import type { Cause } from '@lifebound/core';
import { texts } from '../texts/texts.js';
import type { App } from './app.js';

/** Why a backend ended. The watchdog knows that a restart was asked for, and this page what for. */
export function causeText(app: App, { kind, message, generation }: Cause): string {
  const isOurs = kind === 'restart-asked' && generation === app.progress.cancelledGeneration.value;
  return isOurs ? texts.cancelledByYou : `${texts.causes[kind]}: ${message}`;
}
