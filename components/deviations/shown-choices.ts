/** Which deviations a list shows; the first is what it shows by itself. */
export const shownChoices = ['raised', 'below', 'all'] as const;
