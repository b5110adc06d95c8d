/** CSS px at 100 %, as in the service. */
export const defaultRowHeight = 22;
export const defaultColumnWidth = 88;
