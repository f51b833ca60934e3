/** A shift on the board. */
export interface Shift {
  /** Row of the board: who works it; the last row has nobody yet. */
  person: number;
  /** 0 is Monday. */
  day: number;
  from: number;
  until: number;
  /** Colour of its place of work. */
  place: "bar" | "floor" | "kitchen";
}

/** People of the board, in the order of its rows; the row of open shifts has no name. */
export const people = ["Ilinca", "Jonas", "Defne", "Marek"] as const;

/** Row of the shifts that nobody has taken. */
export const openRow = people.length;

/** The week that the site shows everywhere: on the front page as a picture, in the app to work with. */
export const week: readonly Shift[] = [
  { person: 0, day: 0, from: 7, until: 15, place: "bar" },
  { person: 0, day: 1, from: 7, until: 15, place: "bar" },
  { person: 0, day: 3, from: 9, until: 17, place: "floor" },
  { person: 0, day: 4, from: 9, until: 17, place: "floor" },
  { person: 1, day: 0, from: 14, until: 22, place: "kitchen" },
  { person: 1, day: 2, from: 14, until: 22, place: "kitchen" },
  { person: 1, day: 4, from: 14, until: 22, place: "kitchen" },
  { person: 1, day: 5, from: 12, until: 20, place: "kitchen" },
  { person: 2, day: 1, from: 12, until: 20, place: "floor" },
  { person: 2, day: 2, from: 7, until: 15, place: "bar" },
  { person: 2, day: 3, from: 12, until: 20, place: "floor" },
  { person: 2, day: 6, from: 10, until: 16, place: "bar" },
  { person: 3, day: 0, from: 9, until: 17, place: "floor" },
  { person: 3, day: 3, from: 14, until: 22, place: "kitchen" },
  { person: 3, day: 5, from: 9, until: 17, place: "floor" },
  { person: openRow, day: 2, from: 12, until: 20, place: "floor" },
  { person: openRow, day: 5, from: 16, until: 23, place: "bar" },
];
