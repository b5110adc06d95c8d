import { signal } from '@preact/signals';
import { texts } from '../texts/texts.js';

export interface Message {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  /** Of the error table, for whoever looks it up. */
  readonly code: string | null;
}

export interface Choice<Value> {
  readonly label: string;
  readonly value: Value;
  readonly role: 'primary' | 'plain' | 'danger';
}

export interface Question {
  readonly title: string;
  readonly detail: string;
  /** With a text field, its initial value. */
  readonly field: { readonly label: string; readonly value: string } | null;
  readonly choices: readonly Choice<unknown>[];
  readonly answer: (value: unknown, field: string) => void;
}

/** How long a piece of good news stays; an error stays until it is dismissed. */
const infoLifetimeMs = 5_000;

/** What the app tells and asks the user. */
export class Notices {
  readonly messages = signal<readonly Message[]>([]);
  readonly question = signal<Question | null>(null);
  #lastId = 0;

  inform(text: string): void {
    const id = this.#add({ tone: 'info', text, code: null });
    setTimeout(() => this.dismiss(id), infoLifetimeMs);
  }

  /** The same error twice is shown once. */
  warn(text: string, code: string | null = null): void {
    if (this.messages.peek().some((message) => message.text === text)) return;
    this.#add({ tone: 'error', text, code });
  }

  /** A failure of the service or the host, in its own words. */
  tell({ message, code }: { readonly message: string; readonly code: string }): void {
    if (code === 'UNKNOWN_METHOD') this.warn(texts.notBuiltYet, code);
    else if (code !== 'CANCELLED') this.warn(message, code);
  }

  dismiss(id: number): void {
    this.messages.value = this.messages.peek().filter((message) => message.id !== id);
  }

  /** `null`: the user closed the question. */
  ask<Value>(title: string, detail: string, choices: readonly Choice<Value>[]): Promise<Value | null> {
    return new Promise((resolve) => {
      this.#put({ title, detail, field: null, choices, answer: (value) => resolve(value as Value | null) });
    });
  }

  askText(title: string, label: string, value: string, ok: string, cancel: string): Promise<string | null> {
    const choices: Choice<boolean>[] = [
      { label: cancel, value: false, role: 'plain' },
      { label: ok, value: true, role: 'primary' },
    ];
    return new Promise((resolve) => {
      const answer = (agreed: unknown, field: string) =>
        resolve(agreed === true && field.trim() ? field.trim() : null);
      this.#put({ title, detail: '', field: { label, value }, choices, answer });
    });
  }

  #put(question: Question): void {
    // A newer question replaces one that is open: that one counts as closed.
    this.question.peek()?.answer(null, '');
    this.question.value = {
      ...question,
      answer: (value, field) => {
        this.question.value = null;
        question.answer(value, field);
      },
    };
  }

  #add(message: Omit<Message, 'id'>): number {
    this.#lastId += 1;
    // More than a handful at once is noise: the oldest goes.
    this.messages.value = [...this.messages.peek(), { ...message, id: this.#lastId }].slice(-4);
    return this.#lastId;
  }
}
