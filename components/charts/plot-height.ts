/** Height of the histogram in pixels, bars or table: its skeleton has the same. */
export const PLOT_HEIGHT = 132;
