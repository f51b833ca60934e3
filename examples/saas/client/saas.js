// The site's own script. It works without Scoreline, and every call to it is in this file.
import { keepAccount, newId, readAccount } from "./account.js";

/** Runs once Scoreline is there: its script may arrive after this one. */
function whenTracked(run) {
  if (window.scoreline) run(window.scoreline);
  else document.querySelector("script[data-site]").addEventListener("load", () => run(window.scoreline));
}

/** Says who works here now: the user, and the company that the user belongs to. */
function identify({ user, company }) {
  whenTracked((scoreline) => {
    scoreline.identify(user.id, { email: user.email, name: user.name });
    scoreline.group(company.id, { name: company.name, employees: company.employees });
  });
}

// Some answers of a form are facts about the person, which rules ask for: they are told as traits.
for (const form of document.querySelectorAll("form[data-traits]")) {
  form.addEventListener("submit", () => {
    const { name, value, type } = form.elements[form.dataset.traits];
    whenTracked((scoreline) => scoreline.identify({ [name]: type === "number" ? Number(value) : value }));
  });
}

document.querySelector("#sign-up")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, email, company, employees } = event.target.elements;
  const account = {
    user: { id: newId("user"), name: name.value, email: email.value.trim().toLowerCase() },
    company: { id: newId("company"), name: company.value, employees: Number(employees.value) },
    isLoggedIn: true,
  };
  keepAccount(account);
  identify(account);
  // That there is a new account, Scoreline sees by itself; how large the company is, it is told.
  whenTracked((scoreline) => scoreline.identify({ employees: account.company.employees }));
  location.href = event.target.action;
});

document.querySelector("#log-in")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const account = readAccount();
  const isKnown = account?.user.email === event.target.elements.email.value.trim().toLowerCase();
  event.target.querySelector("[data-unknown]").hidden = isKnown;
  if (!isKnown) return;
  keepAccount({ ...account, isLoggedIn: true });
  identify(account);
  whenTracked((scoreline) => scoreline.track("login", { method: "email" }));
  location.href = event.target.action;
});

const app = document.querySelector("[data-app]");
if (app) startApp(app, readAccount());

function startApp(page, account) {
  if (!account?.isLoggedIn) {
    location.replace(page.dataset.login);
    return;
  }
  identify(account);
  page.querySelector("[data-name]").textContent = account.user.name.split(" ")[0];
  page.querySelector("[data-company]").textContent = account.company.name;
  page.hidden = false;

  const shifts = [...page.querySelectorAll("[data-shift]")];
  for (const shift of shifts) {
    shift.addEventListener("click", () => {
      shift.setAttribute("aria-pressed", String(shift.ariaPressed !== "true"));
      const open = shifts.filter(({ ariaPressed }) => ariaPressed !== "true");
      page.querySelector("[data-open-count]").textContent = open.length;
    });
  }
  page.querySelector("[data-publish]").addEventListener("click", () => {
    page.querySelector("[data-published]").hidden = false;
    whenTracked((scoreline) => scoreline.track("week_published"));
  });
  page.querySelector("[data-log-out]").addEventListener("click", () => {
    keepAccount({ ...account, isLoggedIn: false });
    // The next one at this device is somebody else.
    whenTracked((scoreline) => scoreline.reset());
    location.href = page.dataset.login;
  });
}
