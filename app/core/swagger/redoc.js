// Starts ReDoc: to read, where Swagger UI is to try.
"use strict";

Redoc.init("/openapi.json", { disableSearch: true, hideDownloadButton: false }, document.getElementById("redoc"));
