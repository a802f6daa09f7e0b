// A test that does not run says nothing of itself, and "7 skipped" not which and why. Given to skipIf, this says it.

/** True where the test cannot run; then it says what is not tested and why. */
export function skipWithReason(possible: boolean, what: string, why: string): boolean {
  if (!possible) console.log(`Not tested: ${what}, because ${why}.`);
  return !possible;
}

/** The reason of tests that are for a release or for who works on their subject, not for every change. */
export function onlyWith(variable: string): string {
  return `it takes long: ${variable} asks for it`;
}
