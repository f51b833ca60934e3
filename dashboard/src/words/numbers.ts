import { locale } from "./language.ts";

const plain = new Intl.NumberFormat(locale);

/** `1,240` */
export function formatNumber(value: number): string {
  return plain.format(value).replace("-", "\u2212");
}

/** Points with their sign: `+20`, `−10`, `0`. */
export function formatPoints(points: number): string {
  return points > 0 ? `+${plain.format(points)}` : formatNumber(points);
}

/** `1 event`, `3 events` */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}
