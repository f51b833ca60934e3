import { readFileSync } from "node:fs";

/**
 * A code block of a page of documentation, with its placeholders replaced.
 *
 * @param title What stands after the language in the block's first line, or a line that is in the block.
 * @throws {Error} When the page has no such block, or a placeholder is not in it.
 */
export function snippet(page: string, title: string, values: Readonly<Record<string, string>>): string {
  const blocks = [...readFileSync(`docs/${page}`, "utf8").matchAll(/^```(\S+)(.*)\n([^]*?)^```$/gm)];
  const found = blocks.find(
    ([, , name = "", code = ""]) => name.trim() === title || code.includes(title),
  )?.[3];
  if (found === undefined) throw new Error(`docs/${page} has no block "${title}"`);
  return Object.entries(values).reduce((code, [placeholder, value]) => {
    if (!code.includes(placeholder))
      throw new Error(`the block "${title}" of docs/${page} has no ${placeholder}`);
    return code.replaceAll(placeholder, value);
  }, found);
}
