// Starts Swagger UI with the options that the page brings.
"use strict";

const place = document.getElementById("swagger-ui");
const { ui, login, roles } = JSON.parse(place.dataset.options);

// What the provider of identities wants to be told when a person signs in is not for a client, whose
// token comes from us: neither its client id and scopes, in the form,
const forPeopleAlone = () => ({
  wrapComponents: {
    oauth2: (Original, { React }) => (props) => {
      if (props.schema.get("flow") !== "clientCredentials")
        return React.createElement(Original, props);
      const authSelectors = { ...props.authSelectors, getConfigs: () => ({}) };
      return React.createElement(Original, { ...props, authSelectors });
    },
  },
});

// nor its parameters, which would come in the address.
const withoutParameters = (address) => {
  const { origin, pathname } = new URL(address, location.href);
  return origin === location.origin && pathname === "/oauth/token" ? pathname : address;
};

// The dialog would open at its end, where a field asks for the focus; people begin at its top.
const fromTheTop = () => ({
  wrapComponents: {
    apiKeyAuth: (Original, { React, getComponent }) => {
      const Calm = (props) =>
        React.createElement(getComponent("Input"), { ...props, autoFocus: false });
      const calmly = (name, ...rest) => (name === "Input" ? Calm : getComponent(name, ...rest));
      return (props) => React.createElement(Original, { ...props, getComponent: calmly });
    },
  },
});

const swagger = SwaggerUIBundle({
  ...ui,
  domNode: place,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset].filter(Boolean),
  plugins: [forPeopleAlone, fromTheTop],
  oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect`,
  requestInterceptor: (request) => {
    request.url = withoutParameters(request.url);
    // Nothing here lives on cookies. With them, a wrong secret would open the browser's own window
    // for passwords, because RFC 6749 wants a refused HTTP Basic to be challenged.
    request.credentials = "omit";
    return request;
  },
});

if (login) swagger.initOAuth(login);

// In the demonstration: a button for each of its clients, and one click is enough to be another.
const KEPT = "talenta-role";
const SCHEME = "OAuth2";

const shown = (bar, role) =>
  bar.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === role));
  });

const play = async (bar, role) => {
  const answer = await fetch(`/docs/roles/${role}`, {
    method: "POST",
    credentials: "omit",
    headers: { "X-Talenta-Demo": "1" },
  });
  if (!answer.ok) throw new Error(`${role}: ${answer.status}`);
  const token = await answer.json();
  const schema = swagger.specSelectors.securityDefinitions().get(SCHEME);
  swagger.authActions.authorizeOauth2WithPersistOption({
    auth: { name: SCHEME, schema, flow: "clientCredentials", clientId: role },
    token,
  });
  localStorage.setItem(KEPT, role);
  shown(bar, role);
};

if (roles.length) {
  const bar = document.getElementById("roles");
  bar.append(
    "Peran / Role: ",
    ...roles.map((role) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value: role, textContent: role });
      button.addEventListener("click", () => play(bar, role));
      return button;
    }),
  );
  shown(bar, localStorage.getItem(KEPT));
  bar.hidden = false;
}
