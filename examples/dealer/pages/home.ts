import { carImage, offerSlot, priceFrom } from "../car-parts.ts";
import { carIds, cars } from "../cars.ts";
import { html } from "../../lib/html.ts";
import { drawMap } from "../map-drawing.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";
import { monthlyRate } from "../rate.ts";

/** The front page. */
export function home(context: PageContext): PageContent {
  const { texts, href, euro, number } = context;
  const { home: words } = texts;
  const example = monthlyRate(cars.cirrus.priceEuro * 0.8, 48);
  return {
    title: words.title,
    description: words.description,
    main: html`<section class="hero theme-aurora">
        <div class="wrap hero-grid">
          <div class="hero-words">
            <p class="eyebrow">${words.eyebrow}</p>
            <h1>${words.heading}</h1>
            <p class="lead">${words.lead}</p>
            <p class="actions">
              <a class="button" href="${href("aurora")}">${words.primary}</a
              ><a class="button quiet" href="${href("contact")}">${texts.bookTestDrive}</a>
            </p>
          </div>
          <div class="hero-stage">
            <div class="sun" aria-hidden="true"></div>
            ${carImage(context, "aurora", { alt: `Aurora, ${texts.cars.aurora.kind}` })}
          </div>
          <dl class="hero-facts">
            <div>
              <dt>${words.facts.range}</dt>
              <dd>${number(cars.aurora.rangeKm)} km</dd>
            </div>
            <div>
              <dt>${words.facts.charge}</dt>
              <dd>${words.facts.chargeValue}</dd>
            </div>
            <div>
              <dt>${words.facts.noise}</dt>
              <dd>${words.facts.noiseValue}</dd>
            </div>
          </dl>
        </div>
      </section>
      ${offerSlot(context)}
      <section class="section wrap">
        <div class="section-head">
          <h2>${words.lineup}</h2>
          <p>${words.lineupText}</p>
        </div>
        <ul class="lineup">
          ${carIds.map(
            (id) =>
              html`<li class="lineup-car theme-${id}">
                <div class="lineup-stage">${carImage(context, id, { isLazy: true })}</div>
                <div class="lineup-words">
                  <p class="kind">${texts.cars[id].kind}</p>
                  <h3><a href="${href(id)}">${cars[id].name}</a></h3>
                  <p>${texts.cars[id].line}</p>
                  <p class="price">${priceFrom(context, id)}</p>
                </div>
              </li>`,
          )}
        </ul>
      </section>
      <section class="band">
        <div class="wrap section">
          <h2>${words.promiseTitle}</h2>
          <ul class="promises">
            ${words.promises.map(
              (promise) =>
                html`<li>
                  <h3>${promise.title}</h3>
                  <p>${promise.text}</p>
                </li>`,
            )}
          </ul>
        </div>
      </section>
      <section class="section wrap split">
        <div>
          <h2>${words.financeTitle}</h2>
          <p class="lead">${words.financeText}</p>
          <p class="actions"><a class="button" href="${href("finance")}">${words.financeLink}</a></p>
        </div>
        <div class="rate-card theme-cirrus">
          ${carImage(context, "cirrus", { isLazy: true })}
          <p class="rate"><strong>${euro(example)}</strong> ${words.month}</p>
          <p>${words.financeExample}</p>
        </div>
      </section>
      <section class="visit">
        <div class="wrap visit-grid">
          <div class="visit-map">
            ${drawMap({ title: texts.directions.map, west: texts.directions.west, east: texts.directions.east, sea: texts.directions.sea }, href("directions"))}
          </div>
          <div class="visit-words">
            <h2>${words.visitTitle}</h2>
            <p class="lead">${words.visitText}</p>
            <p class="actions"><a class="button" href="${href("directions")}">${words.visitLink}</a></p>
          </div>
        </div>
      </section>`,
  };
}
