import { cars, type CarId, type Paint } from "./cars.ts";
import { html, trusted, type Html } from "../lib/html.ts";
import { carFile, type PageContext } from "./page.ts";

/** The drawing of a car. Without words when the name of the car stands beside it. */
export function carImage(
  context: PageContext,
  id: CarId,
  options: { paint?: Paint; alt?: string; isLazy?: boolean } = {},
): Html {
  return html`<img
    class="car"
    src="${context.file(carFile(id, options.paint?.id))}"
    width="960"
    height="350"
    alt="${options.alt ?? ""}"
    ${options.isLazy === true && trusted(' loading="lazy"')}
  />`;
}

/** "from €23,900" */
export function priceFrom({ texts, euro }: PageContext, id: CarId): string {
  return `${texts.from} ${euro(cars[id].priceEuro)}`;
}

/** Every row of the table of facts: its name, and the value for a car. */
export function factRows({
  texts,
  euro,
  number,
}: PageContext): { label: string; value(id: CarId): string }[] {
  const { specs } = texts;
  return [
    { label: specs.price, value: (id) => euro(cars[id].priceEuro) },
    { label: specs.range, value: (id) => `${number(cars[id].rangeKm)} ${specs.kilometres}` },
    { label: specs.acceleration, value: (id) => `${number(cars[id].secondsTo100, 1)} ${specs.seconds}` },
    { label: specs.power, value: (id) => `${number(cars[id].powerKw)} ${specs.kilowatts}` },
    { label: specs.seats, value: (id) => number(cars[id].seats) },
    { label: specs.boot, value: (id) => `${number(cars[id].bootLitres)} ${specs.litres}` },
    { label: specs.length, value: (id) => `${number(cars[id].lengthMm)} ${specs.millimetres}` },
    { label: specs.height, value: (id) => `${number(cars[id].heightMm)} ${specs.millimetres}` },
    { label: specs.drive, value: (id) => texts.cars[id].drive },
    { label: specs.warranty, value: () => specs.warrantyValue },
  ];
}

/** The place for an offer chosen by Scoreline. What stands there until then is hidden by `site.js` when it is filled. */
export function offerSlot({ texts: { home } }: PageContext): Html {
  return html`<section class="offer" aria-label="${home.today.title}">
    <div class="wrap offer-place">
      <p class="offer-default"><strong>${home.today.title}</strong> <span>${home.today.text}</span></p>
      <div data-score-slot="hero_offer"></div>
    </div>
  </section>`;
}
