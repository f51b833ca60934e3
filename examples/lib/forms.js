// The host serves files only, so a valid form shows its thanks, or goes straight to the page that it
// leads to; nothing that was typed ends in an address. Loaded before the forms are there, so that
// none is sent without it.
let isReady = false;
document.addEventListener("DOMContentLoaded", () => {
  isReady = true;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (!isReady) {
    // A quick hand: the site's own script, which may know what to do with the form, is on its way.
    event.preventDefault();
    event.stopImmediatePropagation();
    document.addEventListener("DOMContentLoaded", () => form.requestSubmit(), { once: true });
    return;
  }
  if (form.method !== "post") return;
  event.preventDefault();
  const thanks = document.getElementById(form.dataset.thanks);
  if (!thanks) {
    location.href = form.action;
    return;
  }
  form.hidden = true;
  thanks.hidden = false;
  thanks.focus();
});
