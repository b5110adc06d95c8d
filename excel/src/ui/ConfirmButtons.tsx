import type { ComponentChildren } from 'preact';
import { texts } from '../texts/texts.js';

interface Props {
  /** Of the button that submits the form. */
  readonly confirm: string;
  readonly onCancel: () => void;
  /** What else can be done, before these two. */
  readonly children?: ComponentChildren;
}

/** The last line of a form in a dialog. */
export function ConfirmButtons({ confirm, onCancel, children }: Props) {
  return (
    <div class="dialog-actions">
      {children}
      <button type="button" class="button plain" onClick={onCancel}>
        {texts.cancel}
      </button>
      <button type="submit" class="button primary">
        {confirm}
      </button>
    </div>
  );
}
