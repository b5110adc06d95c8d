/** What the service opens: the first two to edit, the others to look at. */
export const workbookExtensions = ['xlsx', 'xlsm', 'xls', 'xlsb', 'ods'] as const;
