import { carShapes, type CarShape } from "./car-shapes.ts";
import type { CarId, Paint } from "./cars.ts";

const round = (value: number): number => Math.round(value * 10) / 10;

/** Half the width of a wheel's opening, where it meets the underside. */
function openingHalf({ wheels, sillY }: CarShape): number {
  return round(Math.sqrt(wheels.arch ** 2 - (sillY - wheels.y) ** 2));
}

/** The opening for a wheel, from its rear edge over the top to its front edge. */
function opening(shape: CarShape, x: number): string {
  const half = openingHalf(shape);
  const { arch } = shape.wheels;
  return `${x + half} ${shape.sillY}A${arch} ${arch} 0 1 0 ${x - half} ${shape.sillY}`;
}

/** Underside from the rear to the front, with an opening for each wheel. */
function underside(shape: CarShape): string {
  return `L${opening(shape, shape.wheels.rear)}L${opening(shape, shape.wheels.front)}`;
}

/** One wheel: tyre, rim, brake, spokes. */
function wheel({ wheels }: CarShape, x: number): string {
  const { y, radius, spokes, spokeWidth } = wheels;
  const rim = radius * 0.76;
  const arms = Array.from({ length: spokes }, (_, index) => {
    const inner = spokeWidth * 0.3;
    const outer = spokeWidth * 0.5;
    return `<path transform="rotate(${round((360 / spokes) * index + 8)})" d="M${-inner} 0L${-outer} ${round(1 - rim)}L${outer} ${round(1 - rim)}L${inner} 0Z"/>`;
  }).join("");
  return `<g transform="translate(${x} ${y})"><circle r="${radius}" fill="#14181b"/><circle r="${round(radius * 0.93)}" fill="none" stroke="#2c3338" stroke-width="2"/><circle r="${round(rim)}" fill="#23292e"/><circle r="${round(rim * 0.66)}" fill="#59636a"/><circle r="${round(rim * 0.6)}" fill="#3a4248"/><g fill="url(#rim)">${arms}</g><circle r="${round(rim - 1)}" fill="none" stroke="url(#rim)" stroke-width="4"/><circle r="${round(rim * 0.24)}" fill="url(#rim)"/><circle r="${round(rim * 0.12)}" fill="#1a2024"/></g>`;
}

function strokes(paths: readonly string[], attributes: string): string {
  return paths.map((path) => `<path d="${path}" fill="none" ${attributes}/>`).join("");
}

/** Unpainted rims of the arches and the lower edge; the clip of the body cuts them to shape. */
function cladding({ wheels, sillY }: CarShape): string {
  const bow = (x: number) =>
    `<circle cx="${x}" cy="${wheels.y}" r="${wheels.arch + 4}" fill="none" stroke="#20272b" stroke-width="16"/>`;
  return `${bow(wheels.front)}${bow(wheels.rear)}<rect x="60" y="${sillY - 26}" width="840" height="30" fill="#20272b"/>`;
}

const gradient = (
  id: string,
  direction: string,
  stops: [offset: number, color: string, opacity?: number][],
): string =>
  `<linearGradient id="${id}" ${direction}>${stops
    .map(
      ([offset, color, opacity]) =>
        `<stop offset="${offset}" stop-color="${color}"${opacity === undefined ? "" : ` stop-opacity="${opacity}"`}/>`,
    )
    .join("")}</linearGradient>`;

/** A car in a paint, as the text of an SVG file. */
export function drawCar(id: CarId, paint: Paint): string {
  const shape = carShapes[id];
  const { front, rear } = shape.wheels;
  const down = 'x1="0" y1="0" x2="0" y2="1"';
  const body = shape.outline + underside(shape) + shape.chin;
  const middle = (front + rear) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -20 960 350" width="960" height="350">
<defs>
${gradient("paint", down, [
  [0, paint.light],
  [0.3, paint.base],
  [0.62, paint.base],
  [1, paint.dark],
])}
${gradient("rail", 'x1="0" y1="0" x2="1" y2="0"', [
  [0, paint.base],
  [0.4, paint.light],
  [1, paint.base],
])}
${gradient("flank", down, [
  [0, paint.dark, 0.75],
  [0.45, paint.dark, 0.35],
  [1, "#05090c", 0.8],
])}
${gradient("shine", 'x1="0" y1="0" x2="1" y2="0"', [
  [0, "#fff", 0.1],
  [0.25, "#fff", 0.85],
  [0.7, "#fff", 0.55],
  [1, "#fff", 0],
])}
${gradient("glass", 'x1="0" y1="0" x2="0.35" y2="1"', [
  [0, "#5d7480"],
  [0.4, "#22323b"],
  [1, "#0d171d"],
])}
${gradient("rim", 'x1="0" y1="0" x2="1" y2="1"', [
  [0, "#f7f9fa"],
  [0.5, "#b7c0c5"],
  [1, "#7d888e"],
])}
${gradient("lamp", 'x1="0" y1="0" x2="1" y2="0"', [
  [0, "#fff"],
  [1, "#bcd7e2"],
])}
<radialGradient id="ground"><stop offset="0" stop-color="#0a1217" stop-opacity=".55"/><stop offset=".6" stop-color="#0a1217" stop-opacity=".28"/><stop offset="1" stop-color="#0a1217" stop-opacity="0"/></radialGradient>
<clipPath id="body"><path d="${body}"/></clipPath><clipPath id="windows"><path d="${shape.glass}"/></clipPath>
</defs>
<ellipse cx="${middle}" cy="304" rx="${round((rear - front) * 0.86)}" ry="20" fill="url(#ground)"/>
<path d="M${opening(shape, front)}ZM${opening(shape, rear)}Z" fill="#0b1013" stroke="#0b1013" stroke-width="3"/>
<path d="${body}" fill="url(#paint)"/>
<g clip-path="url(#body)">
<path d="${shape.flank}" fill="url(#flank)"/>
<path d="${shape.crease}" fill="none" stroke="url(#shine)" stroke-width="3"/>
<path d="${shape.crease}" transform="translate(0 5)" fill="none" stroke="${paint.dark}" stroke-opacity=".35" stroke-width="7"/>
<path d="${shape.outline}" fill="none" stroke="#fff" stroke-opacity=".4" stroke-width="3"/>
<rect x="${front + 60}" y="${shape.sillY - 12}" width="${rear - front - 120}" height="14" fill="#0d1316"/>
${shape.hasCladding ? cladding(shape) : ""}
</g>
<g fill="url(#glass)">${shape.screens.map((path) => `<path d="${path}"/>`).join("")}<path d="${shape.glass}"/></g>
<g clip-path="url(#windows)" fill="#fff"><path d="M${middle - 60} 0L${middle + 20} 0L${middle - 90} 200L${middle - 190} 200Z" opacity=".12"/><path d="M${middle + 44} 0L${middle + 62} 0L${middle - 44} 200L${middle - 64} 200Z" opacity=".1"/>${strokes(shape.darkPosts, 'stroke="#0a1013" stroke-width="11"')}${strokes(shape.paintedPosts, `stroke="${paint.base}" stroke-width="20"`)}</g>
<path d="${shape.rail}" fill="none" stroke="url(#rail)" stroke-width="6" stroke-linecap="round"/>
<g clip-path="url(#body)">${strokes(shape.doors, `stroke="${paint.dark}" stroke-opacity=".7" stroke-width="2"`)}</g>
${shape.handles.map(([x, y]) => `<path d="M${x} ${y}q18 -4 36 -2" fill="none" stroke="${paint.light}" stroke-width="5" stroke-linecap="round"/><path d="M${x} ${y + 4}q18 -4 36 -2" fill="none" stroke="${paint.dark}" stroke-width="2" stroke-linecap="round"/>`).join("")}
<path d="${shape.mirror}" fill="${paint.base}" stroke="${paint.dark}" stroke-width="1.5"/>
<path d="${shape.headlight}" fill="url(#lamp)" stroke="#1c262c" stroke-width="1.5"/><path d="${shape.taillight}" fill="#d8262c"/>
${shape.trims.map(({ path, width }) => `<path d="${path}" fill="none" stroke="#161c20" stroke-width="${width}" stroke-linecap="round"/>`).join("")}
${wheel(shape, front)}${wheel(shape, rear)}
</svg>
`;
}
