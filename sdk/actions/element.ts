/**
 * Makes an element. Texts become text nodes, whatever is in them; nothing here parses HTML, so it
 * works where Trusted Types are required.
 *
 * @param children Nodes and texts; what is empty is left out.
 * @example element("p", { class: "title" }, "10 % off");
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child): child is Node | string => !!child));
  return made;
}

/**
 * Makes a small line drawing, in the colour of the text around it and hidden from screen readers.
 *
 * @param path Path data within a square of 20 by 20.
 * @example icon("M5 5l10 10M15 5L5 15");
 */
export function icon(path: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}
