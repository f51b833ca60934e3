// The host serves files only, so a valid form goes straight to the thank-you page; nothing that was
// typed ends in an address. Loaded before the forms are there, so that none is sent without it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("#offer, #contact")) return;
  event.preventDefault();
  if (form.reportValidity()) location.href = form.action;
});
