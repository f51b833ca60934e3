import { html } from "../../lib/html.ts";
import { drawMap } from "../map-drawing.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";
import { showrooms, type Showroom } from "../showrooms.ts";

const routeTo = ({ latitude, longitude }: Showroom): string =>
  `https://www.openstreetmap.org/directions?engine=fossgis_osrm_car&route=%3B${latitude}%2C${longitude}`;

/** The six showrooms: a map, and a list with the same numbers. */
export function directions({ texts, language }: PageContext): PageContent {
  const { directions: words } = texts;
  /** Turkish puts the name before "to the showroom". */
  const destination = (name: string) =>
    language === "tr" ? `${name} ${words.getTo}` : `${words.getTo} ${name}`;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="wrap page-head">
        <h1>${words.heading}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <div class="wrap map-frame">
        ${drawMap({ title: words.map, west: words.west, east: words.east, sea: words.sea })}
      </div>
      <section class="section wrap" aria-label="${texts.footer.visit}">
        <ol class="showrooms">
          ${showrooms.map(
            (showroom, index) =>
              html`<li class="showroom" id="${showroom.id}">
                <p class="showroom-number" aria-hidden="true">${index + 1}</p>
                <div>
                  <h2>${showroom.name}</h2>
                  <address>
                    ${showroom.address}<br /><a href="tel:${showroom.phone.replaceAll(" ", "")}"
                      >${showroom.phone}</a
                    >
                  </address>
                  <p>${words.hints[showroom.id]}</p>
                  <p class="hours">${words.hours[0]}<br />${words.hours[1]}</p>
                  <p class="actions">
                    <a class="button quiet small" href="${routeTo(showroom)}" target="_blank" rel="noopener"
                      >${words.get}<span class="visually-hidden">
                        ${destination(showroom.name)} (${words.newTab})</span
                      ></a
                    >
                  </p>
                </div>
              </li>`,
          )}
        </ol>
      </section>`,
  };
}
