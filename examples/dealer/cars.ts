/** The three models of the house. */
export const carIds = ["aurora", "boreal", "cirrus"] as const;
export type CarId = (typeof carIds)[number];

/** A paint: three tones of one colour, for the gradient of the drawing. */
export interface Paint {
  id: string;
  light: string;
  base: string;
  dark: string;
}

/** What is true of a car in every language. Its words are in `texts/`. */
export interface Car {
  id: CarId;
  /** Also the value of the forms' model field. */
  name: string;
  priceEuro: number;
  /** Driving range in kilometres, by battery or by tank. */
  rangeKm: number;
  secondsTo100: number;
  seats: number;
  bootLitres: number;
  lengthMm: number;
  heightMm: number;
  powerKw: number;
  /** The first one is shown unless the visitor picks another. */
  paints: readonly [Paint, Paint, Paint];
}

const glacier: Paint = { id: "glacier", light: "#fbfdfd", base: "#d9e1e4", dark: "#93a1a8" };
const midnight: Paint = { id: "midnight", light: "#5c7890", base: "#1f384d", dark: "#0c1a27" };

export const cars: Readonly<Record<CarId, Car>> = {
  aurora: {
    id: "aurora",
    name: "Aurora",
    priceEuro: 46_900,
    rangeKm: 610,
    secondsTo100: 5.4,
    seats: 5,
    bootLitres: 540,
    lengthMm: 4890,
    heightMm: 1390,
    powerKw: 210,
    paints: [{ id: "lagoon", light: "#7cc3c2", base: "#1f7f86", dark: "#0b3f4a" }, glacier, midnight],
  },
  boreal: {
    id: "boreal",
    name: "Boreal",
    priceEuro: 52_400,
    rangeKm: 870,
    secondsTo100: 7.1,
    seats: 7,
    bootLitres: 720,
    lengthMm: 4700,
    heightMm: 1660,
    powerKw: 184,
    paints: [{ id: "spruce", light: "#8fa791", base: "#47644f", dark: "#1d3126" }, glacier, midnight],
  },
  cirrus: {
    id: "cirrus",
    name: "Cirrus",
    priceEuro: 23_900,
    rangeKm: 940,
    secondsTo100: 9.2,
    seats: 5,
    bootLitres: 365,
    lengthMm: 4050,
    heightMm: 1460,
    powerKw: 85,
    paints: [{ id: "ember", light: "#ffa184", base: "#e0532f", dark: "#8c2514" }, glacier, midnight],
  },
};
