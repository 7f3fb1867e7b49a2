// Hands what the provider of identities answered to the Swagger UI that opened this window.
"use strict";

(() => {
  const waiting = window.opener && window.opener.swaggerUIRedirectOauth2;
  if (!waiting) {
    document.body.textContent = "Tidak ada yang menunggu; nobody waits for this sign-in.";
    return;
  }
  const answer = new URLSearchParams(window.location.search);
  const refuse = (message) =>
    waiting.errCb({ authId: waiting.auth.name, source: "auth", level: "error", message });
  const code = answer.get("code");

  if (answer.get("state") !== waiting.state)
    refuse("The answer does not belong to this sign-in (wrong state). Nobody was signed in.");
  else if (code) {
    delete waiting.state;
    waiting.auth.code = code;
    waiting.callback({ auth: waiting.auth, redirectUrl: waiting.redirectUrl });
  } else
    refuse([answer.get("error"), answer.get("error_description")].filter(Boolean).join(": ") ||
      "The provider sent no code.");
  window.close();
})();
