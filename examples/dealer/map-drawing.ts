import { html, trusted, type Html } from "../lib/html.ts";
import { showrooms } from "./showrooms.ts";

type Point = readonly [longitude: number, latitude: number];

const west = 28.76;
const north = 41.185;
const width = 900;
const height = 720;
/** Drawn on each side beyond the width, for wide frames; narrow ones cut it off. */
const margin = 260;
const unitsPerDegree = 1900;

const round = (value: number): number => Math.round(value * 10) / 10;
const x = (longitude: number): number => round((longitude - west) * unitsPerDegree);
/** A degree of latitude is longer than one of longitude here. */
const y = (latitude: number): number => round((north - latitude) * unitsPerDegree * 1.19);

/** A soft line through points (Catmull-Rom as Bézier curves). */
function curve(points: readonly Point[]): string {
  const at = (index: number): [number, number] => {
    const [longitude, latitude] = points[Math.min(Math.max(index, 0), points.length - 1)] as Point;
    return [x(longitude), y(latitude)];
  };
  let path = `M${at(0).join(" ")}`;
  for (let index = 0; index < points.length - 1; index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const first = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6].map(round);
    const second = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6].map(round);
    path += `C${first.join(" ")} ${second.join(" ")} ${to.join(" ")}`;
  }
  return path;
}

const westShore: Point[] = [
  [28.56, 40.984],
  [28.64, 40.968],
  [28.7, 40.974],
  [28.76, 40.967],
  [28.82, 40.955],
  [28.85, 40.963],
  [28.875, 40.972],
  [28.905, 40.985],
  [28.925, 40.992],
  [28.955, 41.002],
  [28.982, 41.008],
  [28.987, 41.015],
  [28.975, 41.019],
  [28.96, 41.025],
  [28.944, 41.037],
  [28.936, 41.05],
  [28.942, 41.062],
  [28.948, 41.052],
  [28.955, 41.04],
  [28.966, 41.03],
  [28.977, 41.023],
  [28.988, 41.03],
  [29.006, 41.041],
  [29.026, 41.047],
  [29.041, 41.063],
  [29.045, 41.077],
  [29.055, 41.086],
  [29.054, 41.104],
  [29.06, 41.113],
  [29.07, 41.122],
  [29.059, 41.137],
  [29.047, 41.158],
  [29.06, 41.167],
  [29.074, 41.182],
  [29.09, 41.22],
];
const eastShore: Point[] = [
  [29.13, 41.22],
  [29.094, 41.18],
  [29.088, 41.155],
  [29.094, 41.132],
  [29.09, 41.117],
  [29.072, 41.1],
  [29.069, 41.083],
  [29.06, 41.072],
  [29.055, 41.052],
  [29.042, 41.041],
  [29.018, 41.028],
  [29.009, 41.019],
  [29.013, 41.008],
  [29.018, 40.998],
  [29.024, 40.978],
  [29.036, 40.967],
  [29.062, 40.963],
  [29.096, 40.951],
  [29.13, 40.922],
  [29.185, 40.891],
  [29.23, 40.873],
  [29.29, 40.862],
  [29.34, 40.838],
  [29.42, 40.82],
];
const roads: Point[][] = [
  [
    [28.56, 41.0],
    [28.7, 40.99],
    [28.8, 41.0],
    [28.88, 40.998],
    [28.935, 41.03],
    [28.985, 41.062],
    [29.034, 41.046],
    [29.05, 41.02],
    [29.065, 40.995],
    [29.12, 40.955],
    [29.19, 40.915],
    [29.28, 40.885],
    [29.44, 40.86],
  ],
  [
    [28.56, 41.075],
    [28.7, 41.06],
    [28.82, 41.055],
    [28.92, 41.083],
    [29.0, 41.1],
    [29.06, 41.091],
    [29.1, 41.05],
    [29.125, 41.01],
    [29.18, 40.965],
    [29.28, 40.93],
    [29.44, 40.91],
  ],
  [
    [29.021, 41.22],
    [29.018, 41.11],
    [28.995, 41.062],
  ],
];
const islands: [longitude: number, latitude: number, rx: number, ry: number][] = [
  [29.05, 40.911, 11, 9],
  [29.068, 40.882, 13, 11],
  [29.09, 40.875, 17, 13],
  [29.123, 40.86, 22, 18],
];

/** The map of the showrooms. Its pins carry the numbers of the list of showrooms and lead to it, on this page or at an address. */
export function drawMap(
  words: { title: string; west: string; east: string; sea: string },
  listAddress = "",
): Html {
  const shore = (points: Point[], close: string) => `${curve(points)}${close}`;
  const pins = showrooms.map((showroom, index) => {
    const offset = showroom.labelSide === "left" ? -28 : 28;
    return html`<a href="${listAddress}#${showroom.id}"
      ><g class="map-pin" transform="translate(${x(showroom.longitude)} ${y(showroom.latitude)})"
        ><circle class="map-halo" r="30" /><circle class="map-dot" r="17" /><text
          class="map-number"
          y="5.5"
          text-anchor="middle"
          >${index + 1}</text
        ><text class="map-label" x="${offset}" y="6" text-anchor="${offset < 0 ? "end" : "start"}"
          >${showroom.name}</text
        ></g
      ></a
    >`;
  });
  return html`<svg
    class="map"
    viewBox="${-margin} 0 ${width + 2 * margin} ${height}"
    preserveAspectRatio="xMidYMid slice"
    role="group"
    aria-label="${words.title}"
  >
    <rect class="map-sea" x="${-margin}" width="${width + 2 * margin}" height="${height}" />
    <g class="map-contour">
      ${trusted([1, 2, 3].map((step) => `<path d="${curve(westShore)}" stroke-width="${step * 26}"/><path d="${curve(eastShore)}" stroke-width="${step * 26}"/>`).join(""))}
    </g>
    <path class="map-land" d="${shore(westShore, "L800 -80L-500 -80Z")}" />
    <path class="map-land" d="${shore(eastShore, "L1400 900L1400 -80Z")}" />
    ${islands.map(([longitude, latitude, rx, ry]) => html`<ellipse class="map-land" cx="${x(longitude)}" cy="${y(latitude)}" rx="${rx}" ry="${ry}" />`)}
    ${roads.map((road) => html`<path class="map-road" d="${curve(road)}" />`)}
    <text class="map-place" x="150" y="110">${words.west}</text>
    <text class="map-place" x="700" y="270">${words.east}</text>
    <text class="map-water" x="235" y="640">${words.sea}</text>
    ${pins}
  </svg>`;
}
