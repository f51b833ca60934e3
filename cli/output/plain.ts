// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A stranger's text as it may stand in a terminal: without what moves the cursor, changes colours or
 * turns the direction of writing.
 */
export function plain(text: string): string {
  return text.replace(controls, "\ufffd");
}
