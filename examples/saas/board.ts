import { html, type Html } from "../lib/html.ts";
import type { SaasContext } from "./page.ts";
import { openRow, people, week } from "./week.ts";

/**
 * The board of a week: a table with a row for each person. In the app its open shifts are buttons
 * that take them; elsewhere it is a picture.
 */
export function board({ texts: { board: words } }: SaasContext, isWorking: boolean): Html {
  const cell = (person: number, day: number) =>
    week
      .filter((shift) => shift.person === person && shift.day === day)
      .map(({ from, until, place }) => {
        const label = html`<span class="shift-place">${words.places[place]}</span> ${from}–${until}`;
        if (person !== openRow) return html`<span class="shift ${place}">${label}</span>`;
        return isWorking
          ? html`<button class="shift open" type="button" aria-pressed="false" data-shift>${label}</button>`
          : html`<span class="shift open">${label}</span>`;
      });
  const row = (name: string, person: number) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${words.days.map((_, day) => html`<td>${cell(person, day)}</td>`)}
    </tr>`;
  return html`<div class="board" tabindex="0" role="region" aria-label="${words.caption}">
    <table>
      <caption class="visually-hidden">
        ${words.caption}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${words.days.map((day) => html`<th scope="col">${day}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${people.map(row)}${row(words.open, openRow)}
      </tbody>
    </table>
  </div>`;
}
