/** The lamps, in the order of their hour. */
export const lampIds = ["clerk", "plumb", "ledger", "arc", "morel", "orb"] as const;
export type LampId = (typeof lampIds)[number];

/** What is the same in every language. */
export interface Lamp {
  name: string;
  /** Who it is made for: a home, or an office. */
  range: "home" | "office";
  priceEuro: number;
  /** The hour of the evening that it was made for, which is also the sky behind it. */
  hour: string;
  heightCm: number;
  lumens: number;
  watts: number;
}

export const lamps: Readonly<Record<LampId, Lamp>> = {
  clerk: {
    name: "Clerk",
    range: "office",
    priceEuro: 129,
    hour: "18:10",
    heightCm: 52,
    lumens: 720,
    watts: 8,
  },
  plumb: { name: "Plumb", range: "home", priceEuro: 119, hour: "18:50", heightCm: 34, lumens: 810, watts: 9 },
  ledger: {
    name: "Ledger",
    range: "office",
    priceEuro: 279,
    hour: "19:30",
    heightCm: 8,
    lumens: 2400,
    watts: 24,
  },
  arc: { name: "Arc", range: "home", priceEuro: 249, hour: "20:15", heightCm: 196, lumens: 900, watts: 10 },
  morel: { name: "Morel", range: "home", priceEuro: 139, hour: "21:00", heightCm: 38, lumens: 470, watts: 5 },
  orb: { name: "Orb", range: "home", priceEuro: 89, hour: "22:30", heightCm: 41, lumens: 250, watts: 3 },
};
