// Starts Swagger UI with the options that the page brings.
"use strict";

const place = document.getElementById("swagger-ui");
const { ui, login } = JSON.parse(place.dataset.options);

const swagger = SwaggerUIBundle({
  ...ui,
  domNode: place,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset].filter(Boolean),
  oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect`,
  // Nothing here lives on cookies. With them, a wrong secret would open the browser's own window
  // for passwords, because RFC 6749 wants a refused HTTP Basic to be challenged.
  requestInterceptor: (request) => Object.assign(request, { credentials: "omit" }),
});

if (login) swagger.initOAuth(login);
