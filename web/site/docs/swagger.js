// Starts Swagger UI on the page's #swagger, with the OpenAPI document that its data-document names.
const place = document.querySelector("#swagger");

/** Gives a name to controls that Swagger UI leaves without one, and brings code into the keyboard's reach. */
function complete() {
  for (const control of place.querySelectorAll("select, textarea, input, .close-modal")) {
    const isLabelled = control.labels?.length && !control.closest(".servers"); // whose label is empty
    if (!isLabelled && !control.ariaLabel) control.ariaLabel = nameOf(control);
  }
  for (const code of place.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
}

function nameOf(control) {
  if (control.matches(".close-modal")) return "Close";
  if (control.closest(".servers")) return "Server";
  const row = control.closest("tr");
  const name = row?.dataset.paramName ?? row?.querySelector(".parameter__name")?.textContent;
  return name ?? (control.matches("textarea") ? "Request body" : "Media type or value");
}

new MutationObserver(complete).observe(place, { childList: true, subtree: true });
window.ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: false, // its links stand inside buttons
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  syntaxHighlight: false,
  validatorUrl: null,
});
