import { carImage, factRows, offerSlot, priceFrom } from "../car-parts.ts";
import { carIds, cars, type CarId } from "../cars.ts";
import { modelField, personFields, privacyNote } from "../form-parts.ts";
import { html, trusted } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** The page of one model, with its offer form. */
export function model(context: PageContext, id: CarId): PageContent {
  const { texts, href, number } = context;
  const car = cars[id];
  const words = texts.cars[id];
  const { specs } = texts;
  return {
    title: `${car.name}, ${words.kind} | ${texts.brand}`,
    description: `${words.teaser} ${texts.model.descriptionEnd}`,
    main: html`<section class="model-hero theme-${id}">
        <div class="wrap">
          <div class="model-title">
            <h1>${car.name}</h1>
            <p class="kind">${words.kind}</p>
          </div>
          <fieldset class="paints">
            <legend class="visually-hidden">${texts.model.paint}</legend>
            ${car.paints.map((paint, index) => html`<input class="visually-hidden" type="radio" name="paint" id="paint-${index + 1}" value="${paint.id}" ${index === 0 && trusted(" checked")} />`)}
            <div class="model-stage">
              <div class="sun" aria-hidden="true"></div>
              ${car.paints.map((paint, index) => html`<div class="painted painted-${index + 1}">${carImage(context, id, { paint, alt: `${car.name}, ${texts.paints[paint.id as keyof typeof texts.paints]}`, isLazy: index > 0 })}</div>`)}
            </div>
            <div class="paint-labels">
              ${car.paints.map((paint, index) => html`<label for="paint-${index + 1}"><span class="swatch swatch-${paint.id}"></span>${texts.paints[paint.id as keyof typeof texts.paints]}</label>`)}
            </div>
          </fieldset>
          <div class="model-bar">
            <dl class="model-facts">
              <div>
                <dt>${words.rangeLabel}</dt>
                <dd>${number(car.rangeKm)} ${specs.kilometres}</dd>
              </div>
              <div>
                <dt>${specs.acceleration}</dt>
                <dd>${number(car.secondsTo100, 1)} ${specs.seconds}</dd>
              </div>
              <div>
                <dt>${specs.seats}</dt>
                <dd>${car.seats}</dd>
              </div>
              <div>
                <dt>${specs.boot}</dt>
                <dd>${number(car.bootLitres)} ${specs.litres}</dd>
              </div>
            </dl>
            <div class="model-buy">
              <p class="price">${priceFrom(context, id)}</p>
              <a class="button" href="#offer">${texts.model.offerLink}</a>
            </div>
          </div>
        </div>
      </section>
      ${offerSlot(context)}
      <section class="section wrap story">
        <div class="story-head">
          <h2>${words.line}</h2>
          <p class="lead">${words.intro}</p>
        </div>
        <ul class="story-points">
          ${words.story.map(
            (point) =>
              html`<li>
                <h3>${point.title}</h3>
                <p>${point.text}</p>
              </li>`,
          )}
        </ul>
      </section>
      <section class="section wrap">
        <h2>${texts.model.facts}</h2>
        <dl class="fact-list">
          ${factRows(context).map(
            (row) =>
              html`<div>
                <dt>${row.label}</dt>
                <dd>${row.value(id)}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <section class="offer-section theme-${id}">
        <div class="wrap offer-grid">
          <div class="offer-words">
            <h2 id="offer-title">${texts.model.offerTitle}</h2>
            <p class="lead">${texts.model.offerText}</p>
            <ul class="ticks">
              ${texts.model.offerPoints.map((point) => html`<li>${point}</li>`)}
            </ul>
            ${carImage(context, id, { isLazy: true })}
          </div>
          <form
            class="card form"
            id="offer"
            method="post"
            action="${href("thankYou")}"
            aria-labelledby="offer-title"
          >
            ${personFields(context)}${modelField(context, id)}<button class="button" type="submit">
              ${texts.form.sendOffer}</button
            >${privacyNote(context)}
          </form>
        </div>
      </section>
      <section class="section wrap">
        <h2>${texts.model.others}</h2>
        <ul class="lineup two">
          ${carIds
            .filter((other) => other !== id)
            .map(
              (other) =>
                html`<li class="lineup-car theme-${other}">
                  <div class="lineup-stage">${carImage(context, other, { isLazy: true })}</div>
                  <div class="lineup-words">
                    <p class="kind">${texts.cars[other].kind}</p>
                    <h3><a href="${href(other)}">${cars[other].name}</a></h3>
                    <p>${texts.cars[other].line}</p>
                    <p class="price">${priceFrom(context, other)}</p>
                  </div>
                </li>`,
            )}
        </ul>
      </section>`,
  };
}
