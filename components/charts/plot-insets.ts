/** The inner edges of a plot in pixels: the overlay that takes pointer and keys lies exactly over it. */
export const plotInsets = { left: 44, right: 8, top: 6, bottom: 20 };
