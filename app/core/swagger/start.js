// Starts Swagger UI with the options that the page brings.
"use strict";

const place = document.getElementById("swagger-ui");
const { ui, login } = JSON.parse(place.dataset.options);

// A client's token comes from us. What the provider of identities wants to be told is not for us.
const forClients = (request) => {
  const address = new URL(request.url, location.href);
  if (address.origin !== location.origin || address.pathname !== "/oauth/token") return;
  const form = new URLSearchParams(request.body);
  form.delete("scope");
  request.url = `${location.origin}/oauth/token`;
  request.body = form.toString();
};

const swagger = SwaggerUIBundle({
  ...ui,
  domNode: place,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset].filter(Boolean),
  oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect`,
  requestInterceptor: (request) => {
    if (login && String(request.method).toLowerCase() === "post") forClients(request);
    // Nothing here lives on cookies. With them, a wrong secret would open the browser's own window
    // for passwords, because RFC 6749 wants a refused HTTP Basic to be challenged.
    request.credentials = "omit";
    return request;
  },
});

if (login) swagger.initOAuth(login);
