// The site's own script: the calculator and the chat. It works without Scoreline, and the pages work without it.
(() => {
  "use strict";

  /** Tells Scoreline, if it is there. */
  const track = (event, properties) => window.scoreline?.track(event, properties);

  // The finance calculator.
  const finance = document.querySelector("#finance");
  if (finance) {
    const { model, price, deposit, months } = finance.elements;
    const percent = Number(finance.dataset.percent);
    const euro = new Intl.NumberFormat(finance.dataset.locale, {
      style: "currency",
      currency: "EUR",
      maximumFractionDigits: 0,
    });
    const show = (id, amount) => {
      document.querySelector(id).textContent = euro.format(amount);
    };
    model.addEventListener("change", () => {
      price.value = model.selectedOptions[0].dataset.price;
    });
    finance.addEventListener("input", () => deposit.setCustomValidity(""));
    finance.addEventListener("submit", (event) => {
      event.preventDefault();
      const borrowed = Number(price.value) - Number(deposit.value);
      if (borrowed <= 0) {
        deposit.setCustomValidity(deposit.dataset.invalid);
        finance.reportValidity();
        return;
      }
      const duration = Number(months.value);
      const monthly = percent / 1200;
      const rate = (borrowed * monthly) / (1 - (1 + monthly) ** -duration);
      show("#finance-rate", rate);
      show("#finance-borrowed", borrowed);
      show("#finance-interest", rate * duration - borrowed);
      document.querySelector(".result-invite").hidden = true;
      document.querySelector(".result-numbers").hidden = false;
      track("calculate_finance", { model: model.value, months: duration });
    });
  }

  // The chat. One canned answer; what is typed stays on the page.
  const chat = document.querySelector("#chat");
  const panel = chat.querySelector(".chat-panel");
  const opener = chat.querySelector(".chat-open");
  const log = chat.querySelector(".chat-log");
  const question = chat.querySelector("#chat-question");
  let hasStarted = false;

  /** True once in a session, and once in a page where the browser keeps no storage. */
  const isFirstChat = () => {
    if (hasStarted) return false;
    hasStarted = true;
    try {
      if (sessionStorage.getItem("meridian_chat")) return false;
      sessionStorage.setItem("meridian_chat", "1");
    } catch {
      // No storage: the variable alone decides.
    }
    return true;
  };
  const setOpen = (isOpen) => {
    panel.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? question : opener).focus();
    if (isOpen && isFirstChat()) track("chat_started");
  };
  const say = (id, text) => {
    const line = document.querySelector(id).content.cloneNode(true);
    if (text !== undefined) line.querySelector(".chat-text").textContent = text;
    log.append(line);
    log.scrollTop = log.scrollHeight;
  };
  opener.addEventListener("click", () => setOpen(panel.hidden));
  chat.querySelector(".chat-close").addEventListener("click", () => setOpen(false));
  chat.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) setOpen(false);
  });
  chat.querySelector(".chat-form").addEventListener("submit", (event) => {
    event.preventDefault();
    say("#chat-asked", question.value);
    say("#chat-answer");
    question.value = "";
  });
  chat.hidden = false;

  // The house's own note makes room, without a move, when an offer arrives in its place.
  for (const slot of document.querySelectorAll("[data-score-slot]")) {
    new ResizeObserver(() => slot.parentElement.classList.toggle("is-filled", slot.offsetHeight > 0)).observe(
      slot,
    );
  }
})();
