import type { EventName } from '../src/events.js';
import type { State } from '../src/status.js';
import { Cells } from './cells.js';

/** Plain, so that it crosses from a worker thread. */
export interface Counts {
  readonly schedules: number;
  readonly events: number;
  readonly fewestEvents: number;
  readonly faults: number;
  readonly fewestFaults: number;
  readonly hostEnds: number;
  readonly cells: Cells['counts'];
}

/** What was played so far. */
export class Statistics {
  schedules = 0;
  events = 0;
  fewestEvents = Number.POSITIVE_INFINITY;
  faults = 0;
  fewestFaults = Number.POSITIVE_INFINITY;
  hostEnds = 0;
  readonly cells = new Cells();
  private eventsNow = 0;

  took(state: State, name: EventName): void {
    this.eventsNow += 1;
    if (name === 'hostGone') this.hostEnds += 1;
    this.cells.note(state, name);
  }

  played(faults: number): void {
    this.schedules += 1;
    this.events += this.eventsNow;
    this.fewestEvents = Math.min(this.fewestEvents, this.eventsNow);
    this.faults += faults;
    this.fewestFaults = Math.min(this.fewestFaults, faults);
    this.eventsNow = 0;
  }

  counts(): Counts {
    const { schedules, events, fewestEvents, faults, fewestFaults, hostEnds, cells } = this;
    return { schedules, events, fewestEvents, faults, fewestFaults, hostEnds, cells: cells.counts };
  }

  add(counts: Counts): void {
    this.schedules += counts.schedules;
    this.events += counts.events;
    this.fewestEvents = Math.min(this.fewestEvents, counts.fewestEvents);
    this.faults += counts.faults;
    this.fewestFaults = Math.min(this.fewestFaults, counts.fewestFaults);
    this.hostEnds += counts.hostEnds;
    this.cells.add(counts.cells);
  }

  describe(): string {
    const { schedules, events, fewestEvents, faults, fewestFaults, hostEnds } = this;
    return [
      `${schedules} schedules, each with the host's end (${hostEnds})`,
      `${(events / schedules).toFixed(1)} events a schedule (at least ${fewestEvents})`,
      `${(faults / schedules).toFixed(1)} faults a schedule (at least ${fewestFaults})`,
    ].join('\n');
  }

  /** What a run promises of its schedules; empty when it is kept. */
  shortcomings(): readonly string[] {
    const { schedules, events, fewestFaults, hostEnds } = this;
    return [
      events / schedules >= 40 ? '' : 'a schedule has fewer than 40 events on average',
      fewestFaults >= 1 ? '' : 'a schedule is without a fault',
      hostEnds === schedules ? '' : "a schedule is without the host's end",
    ].filter((text) => text !== '');
  }
}
