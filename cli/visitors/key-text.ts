// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u001f]/g;
// eslint-disable-next-line no-control-regex -- they stand for other control characters
const codes = /[\u0002-\u0004]/g;

const codeOf: Readonly<Record<string, string>> = { "\t": "\u0002", "\n": "\u0003", "\r": "\u0004" };
const controlOf: Readonly<Record<string, string>> = { "\u0002": "\t", "\u0003": "\n", "\u0004": "\r" };

/**
 * A text as part of the key of a line that is sorted: without line breaks, in the same order as
 * before. Other control characters are left out; ingest takes them out of ids, too.
 */
export function toKeyText(text: string): string {
  return text.replace(controls, (control) => codeOf[control] ?? "");
}

/** The text that a key stands for. */
export function fromKeyText(key: string): string {
  return key.replace(codes, (code) => controlOf[code] ?? "");
}
