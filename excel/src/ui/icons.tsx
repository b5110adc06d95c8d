/** Line icons on a 16 px grid, drawn for this app. */
const paths = {
  open: 'M1.5 4.5v8h11l2-6h-11l-2 6M1.5 4.5v-2h4l1.5 2h5.5v2',
  new: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M8 7.5v4M6 9.5h4',
  save: 'M2.5 2.5h9l2 2v9h-11zM5 2.5v4h5.5v-4M4.5 13.5v-4.500h7v4.500',
  saveAs:
    'M13.500 6.500v-2l-2-2h-9v11h5M5 2.500v4h5.500v-4M9.500 13.500l.500-2 3.500-3.500 1.500 1.500-3.500 3.500z',
  undo: 'M5.500 2.500l-3 3 3 3M2.500 5.500h6.500a4 4 0 0 1 0 8h-3',
  redo: 'M10.500 2.500l3 3-3 3M13.500 5.500h-6.500a4 4 0 0 0 0 8h3',
  close: 'M4 4l8 8M12 4l-8 8',
  chevron: 'M4 6l4 4 4-4',
  restart: 'M13 8a5 5 0 1 1-1.500-3.600M13 2v3h-3',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  check: 'M3 8.500l3.500 3.500 6.500-8',
  sheet: 'M2.500 2.500h11v11h-11zM2.500 6.200h11M2.500 9.900h11M6.200 2.500v11',
  warning: 'M8 2l6.500 11.500h-13zM8 6.500v3.500M8 11.700v.3',
  lock: 'M4 7.500h8v6h-8zM5.500 7.500v-2a2.500 2.500 0 0 1 5 0v2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
