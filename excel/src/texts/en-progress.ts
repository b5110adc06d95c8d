/** What takes a while, and what did not happen since it was cancelled. */
export const enProgress = {
  work: {
    open: (name: string) => `Opening ${name}`,
    load: (name: string) => `Loading ${name}`,
    read: (name: string) => `Reading ${name}`,
    change: (name: string) => `Changing ${name}`,
    save: (name: string) => `Saving ${name}`,
    copy: (name: string) => `Writing ${name}`,
    find: (name: string) => `Searching ${name}`,
  },
  notDone: {
    open: (name: string) => `Cancelled: ${name} was not opened.`,
    load: (name: string) => `Cancelled: ${name} was not loaded, and is shown as it was opened.`,
    read: (name: string) => `Cancelled: ${name} was not read to its end.`,
    change: (name: string) => `Cancelled: ${name} was not changed.`,
    save: (name: string) => `Cancelled: ${name} was not saved. The file is as it was.`,
    copy: (name: string) => `Cancelled: ${name} was not written.`,
    find: (name: string) => `Cancelled: ${name} was not searched to its end.`,
    cell: (name: string) => `Cancelled: ${name} is as it was.`,
  },
  seconds: (count: number) => `${count} s`,
  cancelTooLate: (what: string) => `${what}: it was done before it could be cancelled.`,
  cancelling: 'Cancelling. What is open comes back in a moment…',
  cancelledByYou: 'You cancelled what it was at',
  cancelKey: 'Esc',
  theWorkbook: 'the workbook',
};
