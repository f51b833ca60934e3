/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | string | number | false | undefined | readonly Piece[];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(piece: Piece): string {
  if (piece === false || piece === undefined) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string" || typeof piece === "number") {
    return String(piece).replace(/[&<>"']/g, (character) => entities[character] ?? character);
  }
  return piece.map(render).join("");
}

/** Writes HTML; everything put into it is escaped unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.reduce((text, string, index) => text + render(pieces[index - 1]) + string));
}

/** Marks text that the site wrote itself, such as a drawing, as HTML. */
export function trusted(text: string): Html {
  return new Html(text);
}
