// The host serves files only, so a valid form shows its thanks, or goes straight to the page that it
// leads to; nothing that was typed ends in an address. Loaded before the forms are there, so that
// none is sent without it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const thanks = document.getElementById(form.dataset.thanks);
  if (!thanks) {
    location.href = form.action;
    return;
  }
  form.hidden = true;
  thanks.hidden = false;
  thanks.focus();
});
