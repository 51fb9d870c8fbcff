// Shows the description of the API by Swagger UI. A key that is typed in stays in the open page and is stored nowhere.
const reference = document.getElementById("reference");
SwaggerUIBundle({
  url: reference.dataset.description,
  domNode: reference,
  deepLinking: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
