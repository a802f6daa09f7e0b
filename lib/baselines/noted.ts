/** What scores below this is not even noted. */
export const NOTED = 2.5;
