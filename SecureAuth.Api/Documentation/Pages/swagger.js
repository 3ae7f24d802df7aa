// No validator: it would send the document's address to somebody else's server. No deep links: the page reads no input.
SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#swagger',
  validatorUrl: null,
  deepLinking: false,
  queryConfigEnabled: false,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
