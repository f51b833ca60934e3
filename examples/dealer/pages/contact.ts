import { modelField, personFields, privacyNote } from "../form-parts.ts";
import { html } from "../../lib/html.ts";
import type { PageContent } from "../../lib/page-context.ts";
import type { PageContext } from "../page.ts";

/** One form for a question and for a test drive. */
export function contact(context: PageContext): PageContent {
  const { texts, href } = context;
  const { contact: words, form } = texts;
  return {
    title: words.title,
    description: words.description,
    main: html`<div class="contact-top">
      <div class="wrap contact-grid">
        <div class="contact-words">
          <h1>${words.heading}</h1>
          <p class="lead">${words.lead}</p>
          <section class="contact-direct">
            <h2>${words.direct}</h2>
            <dl>
              <div>
                <dt>${words.phone}</dt>
                <dd><a href="tel:${texts.footer.phone.replaceAll(" ", "")}">${texts.footer.phone}</a></dd>
              </div>
              <div>
                <dt>${words.email}</dt>
                <dd><a href="mailto:${words.address}">${words.address}</a></dd>
              </div>
              <div>
                <dt>${words.hoursTitle}</dt>
                <dd>${words.hours.map((line, index) => (index === 0 ? line : html`<br />${line}`))}</dd>
              </div>
              <div>
                <dt>${words.showrooms}</dt>
                <dd><a href="${href("directions")}">${words.showroomsLink}</a></dd>
              </div>
            </dl>
          </section>
        </div>
        <form class="card form" id="contact" method="post" action="${href("thankYou")}">
          ${personFields(context)}${modelField(context, undefined, form.justLooking)}
          <div class="field wide">
            <label for="message">${form.message} <span class="hint">${form.optional}</span></label
            ><textarea
              id="message"
              name="message"
              rows="4"
              maxlength="2000"
              placeholder="${form.messagePlaceholder}"
            ></textarea>
          </div>
          <div class="check wide">
            <input type="checkbox" id="test_drive" name="test_drive" value="yes" /><label for="test_drive"
              >${form.testDrive}</label
            >
          </div>
          <div class="trap" aria-hidden="true">
            <label for="website">${form.honeypot}</label
            ><input id="website" name="website" tabindex="-1" autocomplete="off" />
          </div>
          <button class="button" type="submit">${form.sendContact}</button>${privacyNote(context)}
        </form>
      </div>
    </div>`,
  };
}
